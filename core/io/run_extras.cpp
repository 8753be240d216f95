#include "core/io/run_extras.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/display_text.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json_text.h"
#include "core/io/run_files.h"

namespace latlas::io {
namespace {

constexpr const char* kKey = "extras";
constexpr const char* kNameExpected =
    "a plain file name without folders, not hidden and none of the run's own files";

std::string quoted(const std::string& name) { return "'" + displayText(name) + "'"; }

bool isSameName(std::string_view a, std::string_view b) {
  // Some file systems, such as those of memory sticks, take "Run.json" for "run.json".
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

// A leading dot would also name this folder, the one above it, or those of a save under way.
bool canBeExtra(const std::string& name) {
  const auto isName = [&](const char* own) { return isSameName(name, own); };
  return !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos &&
         displayText(name) == name && std::ranges::none_of(kRunFiles, isName);
}

}  // namespace

void addExtras(nlohmann::ordered_json& json, const Extras& extras) {
  json.erase(kKey);
  if (extras.empty()) return;
  auto& names = json[kKey] = nlohmann::ordered_json::array();
  for (const auto& [name, text] : extras) names.push_back(name);
}

std::vector<std::string> readExtraNames(const JsonFields& fields,
                                        const std::filesystem::path& file) {
  std::vector<std::string> names;
  if (!fields.has(kKey)) return names;
  for (const nlohmann::json& item : fields.list(kKey)) {
    const std::string name = item.is_string() ? item.get<std::string>() : std::string();
    if (!canBeExtra(name))
      throw fileError(file, {std::string("key \"") + kKey + "\"", kNameExpected,
                             item.is_string() ? quoted(name) : item.type_name(),
                             "Remove it from the list"});
    names.push_back(name);
  }
  // A name that stands there twice is one file.
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<NamedFile> extraFiles(const Extras& extras, const std::filesystem::path& folder) {
  std::vector<NamedFile> files;
  for (const auto& [name, text] : extras) {
    if (!canBeExtra(name))
      throw fileError(folder, {"a further file of the run", kNameExpected, quoted(name),
                               "Give the file another name"});
    if (text.size() > kLargestExtra)
      throw fileError(folder / name, {"",
                                      "a text of at most " + std::to_string(kLargestExtra) +
                                          " bytes, as it is written anew at each save",
                                      std::to_string(text.size()) + " bytes", "Shorten it"});
    files.push_back({name, {text.begin(), text.end()}});
  }
  return files;
}

std::vector<std::string> readExtras(const std::filesystem::path& folder,
                                    const std::vector<std::string>& names, Extras& extras) {
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    const std::filesystem::path path = currentPath(folder, name);
    try {
      // A pipe of that name would be waited for.
      std::error_code ignored;
      if (!std::filesystem::is_regular_file(path, ignored)) throw Error("not a file");
      const std::vector<std::uint8_t> bytes = readFile(path, kLargestExtra);
      extras[name] = std::string(bytes.begin(), bytes.end());
    } catch (const Error&) {
      missing.push_back(name);
    }
  }
  return missing;
}

}  // namespace latlas::io
