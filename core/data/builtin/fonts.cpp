#include "core/data/builtin/fonts.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "core/data/builtin/free_type.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

// Pixels an em while an outline is taken: its points are exact to 1/16384 em.
constexpr int kReference = 256;
constexpr double kUnitsPerPixel = 64.0;  // FreeType's 26.6 numbers
constexpr std::size_t kMostFiles = 5000;

struct Face {
  std::string family, style;
  fs::path path;
  long index = 0;

  std::string name() const { return family + " " + style; }
};

bool isFontFile(const fs::path& path) {
  std::string ending = path.extension().string();
  for (char& letter : ending)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 'a' - 'A');
  return ending == ".ttf" || ending == ".otf" || ending == ".ttc";
}

std::vector<fs::path> fontFilesIn(std::span<const fs::path> folders) {
  std::vector<fs::path> files;
  for (const fs::path& folder : folders) {
    std::error_code fault;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                           fault);
    for (; !fault && entry != fs::recursive_directory_iterator() && files.size() < kMostFiles;
         entry.increment(fault)) {
      std::error_code ignored;
      if (isFontFile(entry->path()) && entry->is_regular_file(ignored))
        files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

FreeTypeFace openFace(FT_Library library, const fs::path& path, long index) {
  FT_Face face = nullptr;
  if (FT_New_Face(library, path.c_str(), index, &face) != 0) return nullptr;
  return FreeTypeFace(face);
}

bool hasAll(FT_Face face, std::string_view characters) {
  if (!FT_IS_SCALABLE(face) || FT_Select_Charmap(face, FT_ENCODING_UNICODE) != 0) return false;
  return std::all_of(characters.begin(), characters.end(), [&](char letter) {
    return FT_Get_Char_Index(face, static_cast<unsigned char>(letter)) != 0;
  });
}

void addFaces(FT_Library library, const fs::path& path, std::string_view characters,
              std::vector<Face>& faces) {
  for (long index = 0, count = 1; index < count; ++index) {
    const FreeTypeFace face = openFace(library, path, index);
    if (!face) return;
    count = face->num_faces;
    if (!hasAll(face.get(), characters)) continue;
    faces.push_back({face->family_name ? face->family_name : path.stem().string(),
                     face->style_name ? face->style_name : "", path, index});
  }
}

// Regular faces first, then bold, then slanted, then the rest.
int rankOf(const std::string& style) {
  static const std::map<std::string, int> ranks{{"Regular", 0}, {"Book", 0},   {"Roman", 0},
                                                {"Normal", 0},  {"", 0},       {"Bold", 1},
                                                {"Italic", 2},  {"Oblique", 2}};
  const auto found = ranks.find(style);
  return found == ranks.end() ? 3 : found->second;
}

// The first face of each family, then the second of each, ...
std::vector<Face> inTurns(std::vector<Face> faces) {
  std::sort(faces.begin(), faces.end(), [](const Face& a, const Face& b) {
    const auto key = [](const Face& face) {
      return std::tuple(face.family, rankOf(face.style), face.style, face.path, face.index);
    };
    return key(a) < key(b);
  });
  // The same face may be installed twice.
  faces.erase(std::unique(faces.begin(), faces.end(),
                          [](const Face& a, const Face& b) { return a.name() == b.name(); }),
              faces.end());
  std::map<std::string, int> seen;
  std::vector<std::pair<int, Face>> turns;
  for (Face& face : faces) {
    const int turn = seen[face.family]++;
    turns.emplace_back(turn, std::move(face));
  }
  std::stable_sort(turns.begin(), turns.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Face> ordered;
  for (auto& [turn, face] : turns) ordered.push_back(std::move(face));
  return ordered;
}

// Empty when the glyph has no outline.
std::optional<GlyphOutline> outlineOf(FT_Face face, char letter, double weight) {
  const FT_UInt glyph = FT_Get_Char_Index(face, static_cast<unsigned char>(letter));
  if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0 ||
      face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
    return std::nullopt;
  FT_Outline& found = face->glyph->outline;
  if (found.n_points <= 0 || found.n_contours <= 0) return std::nullopt;
  const double units = kReference * kUnitsPerPixel;
  if (weight > 0.0) FT_Outline_Embolden(&found, static_cast<FT_Pos>(weight * units));
  FT_BBox box;
  FT_Outline_Get_BBox(&found, &box);
  GlyphOutline outline;
  outline.flags = found.flags;
  for (int i = 0; i < found.n_points; ++i) {
    outline.points.push_back(
        {(static_cast<double>(found.points[i].x) - static_cast<double>(box.xMin + box.xMax) / 2) /
             units,
         (static_cast<double>(found.points[i].y) - static_cast<double>(box.yMin + box.yMax) / 2) /
             units});
    outline.tags.push_back(static_cast<std::uint8_t>(found.tags[i]));
  }
  for (int i = 0; i < found.n_contours; ++i)
    outline.contourEnds.push_back(static_cast<std::uint16_t>(found.contours[i]));
  return outline;
}

std::optional<Font> load(FT_Library library, const Face& found, std::string_view characters,
                         std::span<const double> weights) {
  const FreeTypeFace face = openFace(library, found.path, found.index);
  if (!face || FT_Select_Charmap(face.get(), FT_ENCODING_UNICODE) != 0 ||
      FT_Set_Pixel_Sizes(face.get(), 0, kReference) != 0)
    return std::nullopt;
  Font font{found.name(), found.path, found.index, {}};
  for (const char letter : characters)
    for (const double weight : weights) {
      auto outline = outlineOf(face.get(), letter, weight);
      if (!outline) return std::nullopt;
      font.outlines.push_back(std::move(*outline));
    }
  return font;
}

}  // namespace

std::vector<fs::path> usualFontFolders() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  const fs::path home = variable("HOME");
  const std::string own = variable("XDG_DATA_HOME");
  std::vector<fs::path> folders{(own.empty() ? home / ".local/share" : fs::path(own)) / "fonts",
                                home / ".fonts"};
  std::string shared = variable("XDG_DATA_DIRS");
  if (shared.empty()) shared = "/usr/local/share:/usr/share";
  for (std::size_t at = 0; at <= shared.size();) {
    const std::size_t end = std::min(shared.find(':', at), shared.size());
    if (end > at) folders.push_back(fs::path(shared.substr(at, end - at)) / "fonts");
    at = end + 1;
  }
  return folders;
}

std::vector<Font> findFonts(std::span<const fs::path> folders, std::string_view characters,
                            std::span<const double> weights, std::size_t most, Progress& progress) {
  const FreeTypeLibrary library = openFreeType();
  const std::vector<fs::path> files = fontFilesIn(folders);
  std::vector<Face> faces;
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress.report(0.3 * static_cast<double>(i) / static_cast<double>(files.size()),
                    "looking for fonts");
    addFaces(library.get(), files[i], characters, faces);
  }
  std::vector<Font> fonts;
  for (const Face& face : inTurns(std::move(faces))) {
    if (fonts.size() == most) break;
    progress.report(0.3, "reading " + face.name());
    if (auto font = load(library.get(), face, characters, weights))
      fonts.push_back(std::move(*font));
  }
  if (fonts.empty()) {
    std::string where;
    for (const fs::path& folder : folders) where += (where.empty() ? "" : ", ") + folder.string();
    throw Error("builtin:glyphs: expected fonts with the characters " + std::string(characters) +
                " in " + where + ", found none among " + std::to_string(files.size()) +
                " font files. Install some, such as the package fonts-dejavu-core.");
  }
  std::sort(fonts.begin(), fonts.end(),
            [](const Font& a, const Font& b) { return a.name < b.name; });
  return fonts;
}

}  // namespace latlas::data
