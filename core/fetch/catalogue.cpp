#include "core/fetch/catalogue.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "core/base/files.h"
#include "core/base/json_text.h"
#include "embedded_datasets.h"

namespace latlas::fetch {
namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::uint64_t kMostCatalogueBytes = 16 << 20;
constexpr std::int64_t kMostFileBytes = std::int64_t{1} << 40;
constexpr std::int64_t kMostCount = 1'000'000'000;
constexpr std::int64_t kMostSide = 1 << 16;   // pixels, or channels
constexpr std::size_t kMostNameLength = 128;  // leaves room for ".part" on every file system

bool isPlainCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
}

// Names become paths below the user's data folder: no folders, nothing hidden, nothing odd, and
// nothing that a download in progress is called (part_file.h).
bool isPlainName(const std::string& name) {
  return !name.empty() && name.size() <= kMostNameLength &&
         std::isalnum(static_cast<unsigned char>(name.front())) &&
         name.find(".part") == std::string::npos &&
         std::all_of(name.begin(), name.end(), isPlainCharacter);
}

std::string readName(const JsonFields& fields, const char* key) {
  std::string name = fields.text(key);
  if (!isPlainName(name))
    throw fields.fault(key, "a plain name of letters, digits, '-', '_' and '.'", "another text");
  return name;
}

std::string requireText(const JsonFields& fields, const char* key) {
  std::string text = fields.text(key);
  if (text.empty()) throw fields.fault(key, "a text", "an empty one");
  return text;
}

Checksum readChecksum(const JsonFields& fields) {
  const auto checksum = parseChecksum(fields.text("checksum"));
  if (!checksum)
    throw fields.fault("checksum", "sha256: or md5: and the digits in lower case", "another text");
  return *checksum;
}

std::string readUrl(const nlohmann::json& value, const JsonFields& fields) {
  const std::string url = value.is_string() ? value.get<std::string>() : "";
  const bool isHttp = url.starts_with("https://") || url.starts_with("http://");
  const auto isPrintable = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!isHttp || !std::all_of(url.begin(), url.end(), isPrintable))
    throw fields.fault("urls", "addresses that begin with https:// or http://", "another value");
  return url;
}

std::string place(const std::string& where, const char* list, std::size_t index) {
  return (where.empty() ? "" : where + ", ") + list + " " + std::to_string(index + 1);
}

KeptMember readMember(const JsonFields& fields) {
  return {requireText(fields, "member"), readName(fields, "name"), readChecksum(fields)};
}

CatalogueFile readCatalogueFile(const nlohmann::json& json, const std::filesystem::path& name,
                                const std::string& where) {
  const JsonFields fields(json, name, where);
  CatalogueFile file;
  file.name = readName(fields, "name");
  file.bytesAreExact = !fields.has("about_bytes");
  file.bytes = fields.integer(file.bytesAreExact ? "bytes" : "about_bytes", 1, kMostFileBytes);
  file.checksum = readChecksum(fields);
  for (const auto& url : fields.list("urls", 1)) file.urls.push_back(readUrl(url, fields));
  if (!fields.has("keep")) return file;
  const auto& members = fields.list("keep", 1);
  for (std::size_t i = 0; i < members.size(); ++i)
    file.keep.push_back(readMember(JsonFields(members[i], name, place(where, "member", i))));
  return file;
}

// Two files of one name would overwrite each other.
void requireDistinctNames(const CatalogueEntry& entry, const JsonFields& fields) {
  std::set<std::string> names;
  const auto add = [&](const std::string& name) {
    if (!names.insert(name).second)
      throw fields.fault("files", "each file name once", "\"" + name + "\" twice");
  };
  for (const CatalogueFile& file : entry.files) {
    add(file.name);
    for (const KeptMember& member : file.keep) add(member.name);
  }
}

CatalogueEntry readEntry(const nlohmann::json& json, const std::filesystem::path& name,
                         std::size_t index) {
  const std::string where = place("", "dataset", index);
  const JsonFields fields(json, name, where);
  CatalogueEntry entry;
  entry.key = readName(fields, "key");
  entry.title = requireText(fields, "title");
  entry.description = requireText(fields, "description");
  entry.licence = requireText(fields, "licence");
  entry.homepage = requireText(fields, "homepage");
  entry.citation = requireText(fields, "citation");
  entry.count = fields.integer("count", 1, kMostCount);
  const auto& shape = fields.list("shape");
  if (shape.size() != entry.shape.size())
    throw fields.fault("shape", "channels, height and width",
                       std::to_string(shape.size()) + " numbers");
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool fits = shape[i].is_number_unsigned() && shape[i].get<std::uint64_t>() > 0 &&
                      shape[i].get<std::uint64_t>() <= kMostSide;
    if (!fits)
      throw fields.fault("shape", "whole numbers from 1 to " + std::to_string(kMostSide),
                         "another value");
    entry.shape[i] = shape[i].get<int>();
  }
  const auto& files = fields.list("files", 1);
  for (std::size_t i = 0; i < files.size(); ++i)
    entry.files.push_back(readCatalogueFile(files[i], name, place(where, "file", i)));
  requireDistinctNames(entry, fields);
  return entry;
}

std::string plainForm(std::string_view name) {
  std::string plain;
  for (const char c : name)
    if (std::isalnum(static_cast<unsigned char>(c)))
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plain;
}

}  // namespace

Catalogue parseCatalogue(std::string_view text, const std::filesystem::path& name) {
  const nlohmann::json json = parseJson(text, {name});
  const JsonFields fields(json, name);
  fields.integer("format", kFormat, kFormat);
  const auto& datasets = fields.list("datasets", 1);
  Catalogue catalogue;
  std::set<std::string> known;
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    CatalogueEntry entry = readEntry(datasets[i], name, i);
    if (!known.insert(plainForm(entry.key)).second)
      throw fields.fault("datasets", "each key once", "\"" + entry.key + "\" twice");
    catalogue.entries.push_back(std::move(entry));
  }
  return catalogue;
}

Catalogue loadCatalogue(const std::filesystem::path& replacement) {
  std::filesystem::path file = replacement;
  if (const char* named = std::getenv("LATLAS_CATALOGUE"); file.empty() && named) file = named;
  if (file.empty()) return parseCatalogue(kEmbeddedDatasets, "datasets.json");
  const auto bytes = readFile(file, kMostCatalogueBytes);
  return parseCatalogue({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file);
}

const CatalogueEntry* findEntry(const Catalogue& catalogue, std::string_view name) {
  const std::string wanted = plainForm(name);
  if (wanted.empty()) return nullptr;
  for (const CatalogueEntry& entry : catalogue.entries)
    if (plainForm(entry.key) == wanted || plainForm(entry.title) == wanted) return &entry;
  return nullptr;
}

std::int64_t downloadBytes(const CatalogueEntry& entry) {
  return std::accumulate(entry.files.begin(), entry.files.end(), std::int64_t{0},
                         [](std::int64_t sum, const CatalogueFile& file) {
                           return sum + file.bytes;
                         });
}

bool downloadBytesAreExact(const CatalogueEntry& entry) {
  return std::all_of(entry.files.begin(), entry.files.end(),
                     [](const CatalogueFile& file) { return file.bytesAreExact; });
}

}  // namespace latlas::fetch
