#include "app/cli/config_flags.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/command.h"
#include "core/base/files.h"
#include "core/base/nearest_name.h"

namespace latlas::cli {
namespace {

// What each key's flag says under --help; a key without a line here still has its flag.
const std::map<std::string, std::string>& descriptions() {
  static const std::map<std::string, std::string> texts{
      {"model", "mlp or conv; selects that architecture's defaults"},
      {"hidden", "Widths of the dense layers, encoder order: 512,256"},
      {"channels", "Channels of the convolutional layers, each halving height and width"},
      {"latent", "Latent dimensions, 1 to 128"},
      {"activation", "relu, leaky_relu, silu, gelu or tanh"},
      {"objective", "vae, or ae for a plain autoencoder"},
      {"beta", "Weight of the KL term"},
      {"likelihood", "bernoulli (from logits) or gaussian"},
      {"sigma", "Gaussian likelihood: standard deviation of a pixel"},
      {"epochs", "Passes over the training part; 0: until Ctrl-C"},
      {"batch", "Images a step"},
      {"lr", "Learning rate"},
      {"optimizer", "adam"},
      {"clip", "Largest gradient norm; 0: no clipping"},
      {"seed", "Of the split, the initial weights, the order and the noise"},
      {"held_out", "Fraction kept from training where the data do not say themselves"},
      {"threads", "Of the arithmetic; 0: chosen for the machine"},
      {"device", "auto, cpu or cuda"},
  };
  return texts;
}

std::string flagName(std::string key) {
  std::replace(key.begin(), key.end(), '_', '-');
  return "--" + key;
}

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
  std::stable_partition(settings.begin(), settings.end(),
                        [](const Setting& setting) { return setting.first == "model"; });
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

void addConfigFlags(CLI::App& command, ConfigFlags& flags) {
  const model::Config defaults;
  for (const std::string& key : model::configKeys()) {
    const auto text = descriptions().find(key);
    command
        .add_option_function<std::string>(
            flagName(key), [&flags, key](const std::string& value) { flags.keys[key] = value; },
            (text == descriptions().end() ? "Configuration key" : text->second) + " [" +
                model::keyValue(defaults, key) + "]")
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
  model::Config config = base;
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
