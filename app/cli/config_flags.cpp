#include "app/cli/config_flags.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/command.h"
#include "core/base/files.h"
#include "core/model/presets.h"

namespace latlas::cli {
namespace {

using Setting = std::pair<std::string, std::string>;

std::vector<Setting> settingsOf(const ConfigFlags& flags) {
  std::vector<Setting> settings;
  for (const std::string& text : flags.settings) {
    const auto equals = text.find('=');
    if (equals == std::string::npos)
      throw UsageError("--set expects key=value, found '" + text + "'");
    settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  settings.insert(settings.end(), flags.keys.begin(), flags.keys.end());
  // Those that select the defaults of others come first.
  for (const char* key : {"objective", "model"})
    std::stable_partition(settings.begin(), settings.end(),
                          [key](const Setting& setting) { return setting.first == key; });
  return settings;
}

// A file of keys, or a run.json, which holds them under "config".
model::Config readConfig(const std::filesystem::path& path, const model::Config& base) {
  const auto json = nlohmann::json::parse(readText(path), nullptr, false);
  if (!json.is_object())
    throw fileError(path, {"", "a JSON object of configuration keys", "something else",
                           "Give a file such as {\"latent\": 2, \"beta\": 4}, or a run.json"});
  try {
    return model::fromJson(json.contains("config") ? json["config"] : json, base);
  } catch (const Error& error) {
    throw UsageError(path.string() + ": " + error.what());
  }
}

}  // namespace

void addPresetFlag(CLI::App& command, std::string& preset) {
  std::string names;
  for (const model::Preset& known : model::presets())
    names += (names.empty() ? "" : ", ") + known.name;
  command.add_option("--preset", preset, "A known configuration, before all others: " + names)
      ->type_name("NAME")
      ->take_last()
      ->group("Configuration");
}

model::Config withPreset(const std::string& preset, const model::Config& base) {
  if (preset.empty()) return base;
  try {
    return model::applied(model::findPreset(preset), base);
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
}

void addConfigFlags(CLI::App& command, ConfigFlags& flags) {
  addPresetFlag(command, flags.preset);
  const model::Config defaults;
  for (const std::string& key : model::configKeys()) {
    const model::KeyHelp& help = model::keyHelp(key);
    command
        .add_option_function<std::string>(
            model::flagOf(key),
            [&flags, key](const std::string& value) { flags.keys[key] = value; },
            help.text + "; " + help.allowed + " [" + model::keyValue(defaults, key) + "]")
        ->type_name("VALUE")
        ->take_last()
        ->group("Configuration");
  }
  command.add_option("--set", flags.settings, "Any configuration key, as key=value; may repeat")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->group("Configuration");
  command.add_option("--config", flags.file, "A JSON file of configuration keys, or a run.json")
      ->type_name("FILE")
      ->group("Configuration");
}

model::Config applied(const ConfigFlags& flags, const model::Config& base) {
  model::Config config = withPreset(flags.preset, base);
  if (!flags.file.empty()) config = readConfig(flags.file, config);
  for (const auto& [key, value] : settingsOf(flags)) {
    try {
      model::setKey(config, key, value);
    } catch (const Error& error) {
      throw UsageError(error.what());
    }
  }
  return config;
}

void requireValid(const model::Config& config, const data::Shape& shape) {
  try {
    model::validate(config, shape);
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
}

}  // namespace latlas::cli
