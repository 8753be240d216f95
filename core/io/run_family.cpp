#include "core/io/run_family.h"

#include <nlohmann/json.hpp>

#include "core/base/json_text.h"

namespace latlas::io {
namespace {

// Far above any palette, far below what could overflow.
constexpr std::int64_t kMostColours = 1 << 16;

int colourOf(const JsonFields& fields) {
  return static_cast<int>(fields.integer("colour", 0, kMostColours));
}

}  // namespace

void addFamily(nlohmann::ordered_json& json, const RunFamily& family) {
  if (family.name.empty()) return;
  json["name"] = family.name;
  json["colour"] = family.colour;
  json["compared_with"] = nlohmann::ordered_json::array();
  for (const KeptLabel& relative : family.relatives)
    json["compared_with"].push_back({{"folder", relative.folder.string()},
                                     {"name", relative.name},
                                     {"colour", relative.colour}});
}

RunFamily readFamily(const nlohmann::json& json, const std::filesystem::path& file) {
  const JsonFields fields(json, file);
  RunFamily family;
  if (!fields.has("name")) return family;
  family.name = fields.text("name");
  family.colour = colourOf(fields);
  for (const nlohmann::json& item : fields.list("compared_with")) {
    if (!item.is_object()) throw fields.fault("compared_with", "objects", item.type_name());
    const JsonFields relative(item, file, "compared_with");
    family.relatives.push_back({relative.text("folder"), relative.text("name"),
                                colourOf(relative)});
  }
  return family;
}

}  // namespace latlas::io
