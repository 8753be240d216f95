#include "core/model/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace latlas::model {
namespace {

enum class Form { number, list, name };

// One key: how it is called, what is allowed, and its way in and out of a Config.
struct Key {
  std::string name;
  std::string allowed;
  Form form;
  std::function<bool(Config&, std::string_view)> read;  // false: not allowed, nothing was changed
  std::function<std::string(const Config&)> print;
};

template <class T>
struct Range {
  T lowest, highest;
  bool lowestExcluded = false;

  bool contains(T value) const {
    return (lowestExcluded ? value > lowest : value >= lowest) && value <= highest;
  }
};

template <class T>
std::string printNumber(T value) {
  std::array<char, 32> text;  // no number's shortest exact form has more than 24 characters
  char* const last = text.data() + text.size();
  if constexpr (std::is_floating_point_v<T>)
    return {text.data(), std::to_chars(text.data(), last, value, std::chars_format::general).ptr};
  else
    return {text.data(), std::to_chars(text.data(), last, value).ptr};
}

template <class T>
std::optional<T> readNumber(std::string_view text, const Range<T>& range) {
  T value{};
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  // NaN is in no range, and infinities are outside those that end at a finite number.
  if (end.ec != std::errc{} || end.ptr != text.data() + text.size() || !range.contains(value))
    return std::nullopt;
  return value;
}

template <class T>
std::string describe(const Range<T>& range) {
  const std::string kind = std::is_floating_point_v<T> ? "a number" : "a whole number";
  const std::string from = range.lowestExcluded ? " above " : " of at least ";
  const std::string to = range.highest == std::numeric_limits<T>::max()
                             ? std::string()
                             : " and at most " + printNumber(range.highest);
  return kind + from + printNumber(range.lowest) + to;
}

template <class T, class Part>
Key number(std::string name, Part Config::*part, T Part::*member, Range<T> range) {
  return {std::move(name), describe(range), Form::number,
          [=](Config& config, std::string_view text) {
            const auto value = readNumber(text, range);
            if (value) config.*part.*member = *value;
            return value.has_value();
          },
          [=](const Config& config) { return printNumber(config.*part.*member); }};
}

void append(std::string& list, std::string_view separator, std::string_view item) {
  if (!list.empty()) list += separator;
  list += item;
}

std::string join(const std::vector<int>& values) {
  std::string text;
  for (const int value : values) append(text, ",", std::to_string(value));
  return text;
}

std::optional<std::vector<int>> readList(std::string_view text, const Range<int>& range) {
  std::vector<int> values;
  if (text.empty() || text == "none") return values;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const auto value = readNumber(text.substr(begin, comma - begin), range);
    if (!value) return std::nullopt;
    values.push_back(*value);
    begin = comma + 1;
  }
  return values;
}

Key list(std::string name, std::vector<int> ModelConfig::*member, Range<int> range) {
  return {std::move(name), describe(range) + " for each layer, such as 400,200, or none",
          Form::list,
          [=](Config& config, std::string_view text) {
            const auto values = readList(text, range);
            if (values) config.model.*member = *values;
            return values.has_value();
          },
          [=](const Config& config) { return join(config.model.*member); }};
}

template <class Enum>
using Names = std::vector<std::pair<Enum, std::string>>;

template <class Enum, class Part>
Key oneOf(std::string name, Part Config::*part, Enum Part::*member, Names<Enum> names) {
  std::string allowed;
  for (const auto& [value, text] : names) append(allowed, ", ", text);
  return {std::move(name), (names.size() > 1 ? "one of " : "") + allowed, Form::name,
          [=](Config& config, std::string_view text) {
            for (const auto& [value, known] : names)
              if (known == text) {
                config.*part.*member = value;
                return true;
              }
            return false;
          },
          [=](const Config& config) {
            for (const auto& [value, known] : names)
              if (value == config.*part.*member) return known;
            return std::string();
          }};
}

// Choosing another architecture brings its own layers along; naming the present one keeps them.
Key architectureKey() {
  Key key = oneOf("model", &Config::model, &ModelConfig::architecture,
                  Names<Architecture>{{Architecture::mlp, "mlp"}, {Architecture::conv, "conv"}});
  key.read = [read = key.read](Config& config, std::string_view text) {
    const Architecture before = config.model.architecture;
    if (!read(config, text)) return false;
    if (config.model.architecture != before)
      selectArchitecture(config.model, config.model.architecture);
    return true;
  };
  return key;
}

const std::vector<Key>& table() {
  constexpr auto model = &Config::model;
  constexpr auto train = &Config::train;
  constexpr double finite = std::numeric_limits<double>::max();
  constexpr int many = std::numeric_limits<int>::max();
  // Widths beyond these need more memory than a desktop has; they are far more often a slip.
  static const std::vector<Key> keys{
      architectureKey(),
      list("hidden", &ModelConfig::hidden, {1, 65536}),
      list("channels", &ModelConfig::channels, {1, 4096}),
      number("latent", model, &ModelConfig::latent, {1, 128}),
      oneOf("activation", model, &ModelConfig::activation,
            Names<Activation>{{Activation::relu, "relu"},
                              {Activation::leakyRelu, "leaky_relu"},
                              {Activation::silu, "silu"},
                              {Activation::gelu, "gelu"},
                              {Activation::tanh, "tanh"}}),
      oneOf("objective", model, &ModelConfig::objective,
            Names<Objective>{{Objective::vae, "vae"}, {Objective::ae, "ae"}}),
      number("beta", train, &TrainConfig::beta, {0.0, finite}),
      oneOf("likelihood", model, &ModelConfig::likelihood,
            Names<Likelihood>{{Likelihood::bernoulli, "bernoulli"},
                              {Likelihood::gaussian, "gaussian"}}),
      number("sigma", model, &ModelConfig::sigma, {0.0, finite, true}),
      number("epochs", train, &TrainConfig::epochs, {0, many}),
      number("batch", train, &TrainConfig::batch, {1, 65536}),
      number("lr", train, &TrainConfig::learningRate, {0.0, finite, true}),
      oneOf("optimizer", train, &TrainConfig::optimizer,
            Names<Optimizer>{{Optimizer::adam, "adam"}}),
      number("clip", train, &TrainConfig::clip, {0.0, finite}),
      number<std::uint64_t>("seed", train, &TrainConfig::seed,
                            {0, std::numeric_limits<std::uint64_t>::max()}),
      number("held_out", train, &TrainConfig::heldOut, {0.0, 0.9, true}),
      number("threads", train, &TrainConfig::threads, {0, 256}),
      oneOf("device", train, &TrainConfig::device,
            Names<Device>{
                {Device::automatic, "auto"}, {Device::cpu, "cpu"}, {Device::cuda, "cuda"}}),
  };
  return keys;
}

const Key& findKey(std::string_view name) {
  for (const Key& key : table())
    if (key.name == name) return key;
  throw Error("unknown key \"" + std::string(name) + "\"; did you mean \"" +
              nearestName(name, configKeys()) + "\"?");
}

Error refused(const Key& key, const std::string& value) {
  return Error("key \"" + key.name + "\": expected " + key.allowed + ", found " + value);
}

nlohmann::json valueToJson(const Key& key, const std::string& text) {
  if (key.form == Form::number) return nlohmann::json::parse(text);
  if (key.form == Form::list) return nlohmann::json::parse("[" + text + "]");
  return text;
}

// The text that setKey reads.
std::string jsonToValue(const Key& key, const nlohmann::json& json) {
  if (key.form == Form::number && json.is_number()) return json.dump();
  if (key.form == Form::name && json.is_string()) return json.get<std::string>();
  if (key.form == Form::list && json.is_array()) {
    std::string text;
    for (const nlohmann::json& item : json) {
      if (!item.is_number_integer()) throw refused(key, json.dump());
      append(text, ",", item.dump());
    }
    return text;
  }
  throw refused(key, json.dump());
}

}  // namespace

void selectArchitecture(ModelConfig& config, Architecture architecture) {
  const ModelConfig defaults;
  config.architecture = architecture;
  config.hidden = architecture == Architecture::mlp ? defaults.hidden : std::vector<int>{};
  config.channels = defaults.channels;
}

void suitTo(ModelConfig& config, const data::Shape& shape) {
  if (shape.kind != data::Kind::vectors) return;
  if (config.architecture == Architecture::conv) selectArchitecture(config, Architecture::mlp);
  if (config.likelihood == Likelihood::bernoulli) config.likelihood = Likelihood::gaussian;
}

const std::vector<std::string>& configKeys() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Key& key : table()) all.push_back(key.name);
    return all;
  }();
  return names;
}

void setKey(Config& config, std::string_view name, std::string_view value) {
  const Key& key = findKey(name);
  if (!key.read(config, value)) throw refused(key, '"' + std::string(value) + '"');
}

std::string keyValue(const Config& config, std::string_view key) {
  return findKey(key).print(config);
}

nlohmann::json toJson(const Config& config) {
  nlohmann::json json = nlohmann::json::object();
  for (const Key& key : table()) json[key.name] = valueToJson(key, key.print(config));
  return json;
}

Config fromJson(const nlohmann::json& json, Config base) {
  if (!json.is_object())
    throw Error("a configuration: expected a JSON object, found " + json.dump());
  for (const auto& item : json.items()) findKey(item.key());
  // In the table's order: "model" comes first, as it selects the defaults of others.
  for (const Key& key : table())
    if (const auto found = json.find(key.name); found != json.end())
      setKey(base, key.name, jsonToValue(key, *found));
  return base;
}

void validate(const Config& config, const data::Shape& shape) {
  Config scratch = config;
  for (const Key& key : table()) {
    const std::string value = key.print(config);
    if (!key.read(scratch, value)) throw refused(key, value);
  }
  if (shape.channels < 1 || shape.height < 1 || shape.width < 1)
    throw Error("an image needs at least one channel, row and column, found " +
                data::toString(shape));
  if (shape.kind == data::Kind::vectors) {
    if (config.model.architecture == Architecture::conv)
      throw Error("model conv: expected images, found vectors of " + data::toString(shape) +
                  ", which have no neighbouring pixels. Use model mlp");
    if (config.model.likelihood == Likelihood::bernoulli)
      throw Error("likelihood bernoulli: expected values from 0 to 1, found standardized vectors. "
                  "Use likelihood gaussian");
  }
  if (config.model.architecture != Architecture::conv) return;

  constexpr int smallest = 8, largest = 256;  // pixels a side that three halvings still suit
  const auto [shorter, longer] = std::minmax(shape.height, shape.width);
  if (shorter < smallest || longer > largest)
    throw Error("model conv: expected sides of 8 to 256 pixels, found " + data::toString(shape) +
                ". Use model mlp or resize the images");
  if (config.model.channels.empty())
    throw Error("model conv: expected at least one layer in channels, found none. "
                "Use model mlp or set channels, such as 32,64");
  const auto halvings = static_cast<int>(std::log2(shorter));
  if (static_cast<int>(config.model.channels.size()) > halvings)
    throw Error("channels " + join(config.model.channels) + ": expected at most " +
                std::to_string(halvings) + " layers, as each halves an image of " +
                data::toString(shape) + ", found " +
                std::to_string(config.model.channels.size()));
}

std::string dataTreatment(const ModelConfig& config) {
  return config.likelihood == Likelihood::bernoulli
             ? "grey-level Bernoulli"
             : "Gaussian, sigma " + printNumber(config.sigma);
}

}  // namespace latlas::model
