#include "core/data/formats/idx_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <sstream>
#include <string_view>

#include "core/base/files.h"
#include "core/data/formats/idx.h"
#include "core/data/pictures/image_kind.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string lower(std::string text) {
  for (char& letter : text)
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text;
}

std::string lowerName(const fs::path& path) { return lower(path.filename().string()); }

bool isSaidOf(const fs::path& file, std::string_view word) {
  return contains(lowerName(file), word) || contains(lowerName(file.parent_path()), word);
}

bool isFile(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

std::string withoutGz(std::string name) {
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return name;
}

// What is left of a name without the words for the part, the content and the format.
std::string groupName(const fs::path& path) {
  static constexpr std::array<std::string_view, 7> kWords{"train", "t10k",  "test", "images",
                                                          "image", "ubyte", "gz"};
  std::string group, word;
  const auto take = [&] {
    const bool isIdx = word.size() == 4 && word.starts_with("idx");
    const bool isKnown = isIdx || std::find(kWords.begin(), kWords.end(), word) != kWords.end();
    if (!word.empty() && !isKnown) group += (group.empty() ? "" : "-") + word;
    word.clear();
  };
  for (const char letter : lowerName(path)) {
    if (std::isalnum(static_cast<unsigned char>(letter)))
      word += letter;
    else
      take();
  }
  take();
  return group.empty() ? "images" : group;
}

// "emnist-letters-train-images-idx3-ubyte.gz" -> "emnist-letters-mapping.txt"
fs::path mappingBeside(const fs::path& images) {
  const std::string name = images.filename().string();
  for (const char* part : {"-train-", "-test-"})
    if (const std::size_t at = name.find(part); at != std::string::npos)
      return images.parent_path() / (name.substr(0, at) + "-mapping.txt");
  return {};
}

// Lines of a label and the ASCII codes of its characters: "1 65 97" is "Aa".
std::vector<std::string> parseMapping(const std::string& text) {
  constexpr int kMostLabel = 255;
  std::vector<std::string> names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream numbers(line);
    int label = 0;
    if (!(numbers >> label) || label < 0 || label > kMostLabel) continue;
    const auto at = static_cast<std::size_t>(label);
    if (names.size() <= at) names.resize(at + 1);
    for (int code = 0; numbers >> code;)
      if (code > ' ' && code <= '~') names[at] += static_cast<char>(code);
  }
  return names;
}

}  // namespace

std::vector<IdxGroup> idxGroups(const Place& folder) {
  // Content decides, but in a folder of many other files only so many are opened to see theirs.
  constexpr int kMostLooks = 32;
  std::map<std::string, IdxGroup> groups;
  int looks = 0;
  for (const fs::path& file : folder.files) {
    if (hasImageEnding(file) || contains(lowerName(file), "label")) continue;
    if (!hasIdxName(file) && ++looks > kMostLooks) continue;
    if (idxRank(headOf(file)).value_or(0) < 2) continue;
    if (file.extension() == ".gz" && isFile(file.parent_path() / file.stem())) continue;
    IdxGroup& group = groups[groupName(file)];
    group.parts.push_back(file);
  }
  std::vector<IdxGroup> all;
  for (auto& [name, group] : groups) {
    group.name = name;
    std::stable_partition(group.parts.begin(), group.parts.end(),
                          [](const fs::path& part) { return !isIdxHeldOut(part); });
    all.push_back(std::move(group));
  }
  return all;
}

bool isIdxHeldOut(const fs::path& path) {
  const std::string name = lowerName(path);
  return contains(name, "t10k") || contains(name, "test");
}

bool hasIdxName(const fs::path& path) {
  const std::string name = lowerName(path);
  return contains(name, "-ubyte") && contains(name, "idx");
}

std::string idxLabelsName(const fs::path& images) {
  std::string name = withoutGz(images.filename().string());
  const auto replace = [&](const std::string& from, const std::string& to) {
    const std::size_t at = name.find(from);
    if (at == std::string::npos) return false;
    name.replace(at, from.size(), to);
    return true;
  };
  const bool replaced = replace("images", "labels");
  return replace("idx3", "idx1") || replaced ? name : "";
}

std::optional<fs::path> idxLabelsBeside(const fs::path& images) {
  const std::string stem = idxLabelsName(images);
  if (stem.empty()) return std::nullopt;
  // Both "train-labels-idx1-ubyte" and "train-labels.idx1-ubyte" are in use.
  std::vector<std::string> names{stem};
  if (const std::size_t at = stem.find("idx1"); at != std::string::npos && at > 0) {
    names.push_back(stem);
    names.back()[at - 1] = stem[at - 1] == '.' ? '-' : '.';
  }
  for (const std::string& name : names)
    for (const char* ending : {"", ".gz"})
      if (const fs::path candidate = images.parent_path() / (name + ending); isFile(candidate))
        return candidate;
  return std::nullopt;
}

bool isIdxTransposed(const fs::path& images) { return isSaidOf(images, "emnist"); }

std::vector<std::string> idxClassNames(const fs::path& images) {
  if (isSaidOf(images, "emnist")) {
    constexpr std::uint64_t kMostBytes = 1 << 16;
    if (const fs::path mapping = mappingBeside(images); isFile(mapping)) {
      const auto bytes = readFile(mapping, kMostBytes);
      return parseMapping({bytes.begin(), bytes.end()});
    }
    if (!contains(lowerName(images), "letters")) return {};
    std::vector<std::string> letters(1);  // labels begin at 1
    for (char letter = 'A'; letter <= 'Z'; ++letter) letters.emplace_back(1, letter);
    return letters;
  }
  if (isSaidOf(images, "fashion"))
    return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
            "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  if (isSaidOf(images, "kmnist") || isSaidOf(images, "kuzushiji"))
    return {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"};
  return {};
}

}  // namespace latlas::data
