#include "core/model/presets.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/nearest_name.h"
#include "embedded_presets.h"

namespace latlas::model {
namespace {

constexpr std::int64_t kFormat = 1;

// They are the user's and the machine's, not a model's.
constexpr auto kKept = std::to_array<std::string_view>({"seed", "held_out", "threads", "device"});

Error presetError(const std::filesystem::path& file, const std::string& name,
                  const std::string& fault) {
  return Error(file.string() + ", preset \"" + name + "\": " + fault);
}

data::Kind readKind(const JsonFields& fields) {
  const std::string kind = fields.text("data");
  if (kind != "images" && kind != "vectors")
    throw fields.fault("data", "images or vectors", '"' + kind + '"');
  return kind == "images" ? data::Kind::images : data::Kind::vectors;
}

Preset readPreset(const nlohmann::json& json, const std::filesystem::path& file,
                  const std::string& place) {
  // The name first: with it every other complaint can say which preset is meant.
  const std::string name = JsonFields(json, file, place).text("name");
  if (name.empty()) throw JsonFields(json, file, place).fault("name", "a text", "an empty one");
  const JsonFields fields(json, file, "preset \"" + name + '"');
  Preset preset;
  preset.name = name;
  preset.title = fields.text("title");
  preset.text = fields.text("text");
  preset.source = fields.text("source");
  preset.kind = readKind(fields);
  if (fields.has("dataset")) preset.dataset = fields.text("dataset");
  const nlohmann::json& config = fields.any("config");
  try {
    preset.config = fromJson(config);
  } catch (const Error& error) {
    throw presetError(file, name, error.what());
  }
  for (const auto& item : config.items()) {
    if (std::ranges::find(kKept, item.key()) != kKept.end())
      throw presetError(file, name,
                        "key \"" + item.key() + "\": expected to be left to the user, found " +
                            item.value().dump());
    preset.keys.push_back(item.key());
  }
  return preset;
}

}  // namespace

bool Preset::names(std::string_view key) const {
  return std::ranges::find(keys, key) != keys.end();
}

std::vector<Preset> parsePresets(std::string_view text, const std::filesystem::path& file) {
  const nlohmann::json json = parseJson(text, {file});
  const JsonFields fields(json, file);
  fields.integer("format", kFormat, kFormat);
  std::vector<Preset> all;
  std::set<std::string> names;
  for (const nlohmann::json& item : fields.list("presets", 1)) {
    all.push_back(readPreset(item, file, "presets " + std::to_string(all.size() + 1)));
    if (!names.insert(all.back().name).second)
      throw presetError(file, all.back().name, "expected a name of its own, found it twice");
  }
  return all;
}

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = parsePresets(kEmbeddedPresets, "assets/presets.json");
  return all;
}

const Preset& findPreset(std::string_view name) {
  std::vector<std::string> known;
  for (const Preset& preset : presets()) {
    if (preset.name == name) return preset;
    known.push_back(preset.name);
  }
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
  throw Error("unknown preset \"" + std::string(name) + "\"; did you mean \"" +
              nearestName(name, known) + "\"? known: " + list);
}

Config applied(const Preset& preset, const Config& present) {
  Config config = preset.config;
  config.train.seed = present.train.seed;
  config.train.heldOut = present.train.heldOut;
  config.train.threads = present.train.threads;
  config.train.device = present.train.device;
  if (!preset.names("epochs")) config.train.epochs = present.train.epochs;
  return config;
}

bool isApplied(const Preset& preset, const Config& present, const data::Shape& shape) {
  Config config = applied(preset, present);
  suitTo(config.model, shape);
  return config == present;
}

}  // namespace latlas::model
