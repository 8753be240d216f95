// A configuration's way in and out of text and JSON, a key at a time.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/model/config_key.h"

namespace latlas::model {
namespace {

nlohmann::json valueToJson(const Key& key, const std::string& text) {
  if (key.form == KeyForm::number) return nlohmann::json::parse(text);
  if (key.form == KeyForm::list) return nlohmann::json::parse("[" + text + "]");
  if (key.form == KeyForm::toggle) return text == "on";
  return text;
}

// The text that setKey reads.
std::string jsonToValue(const Key& key, const nlohmann::json& json) {
  if (key.form == KeyForm::number && json.is_number()) return json.dump();
  if (key.form == KeyForm::toggle && json.is_boolean()) return json.get<bool>() ? "on" : "off";
  if (key.form == KeyForm::name && json.is_string()) return json.get<std::string>();
  if (key.form == KeyForm::list && json.is_array()) {
    std::string text;
    for (const nlohmann::json& item : json) {
      if (!item.is_number_integer()) throw refusedValue(key, json.dump());
      text += (text.empty() ? "" : ",") + item.dump();
    }
    return text;
  }
  throw refusedValue(key, json.dump());
}

}  // namespace

Error refusedValue(const Key& key, const std::string& found) {
  return Error("key \"" + key.help.name + "\": expected " + key.help.allowed + ", found " + found);
}

const std::vector<std::string>& configKeys() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Key& key : keyTable()) all.push_back(key.help.name);
    return all;
  }();
  return names;
}

void setKey(Config& config, std::string_view name, std::string_view value) {
  const Key& key = findKey(name);
  if (!key.read(config, value)) throw refusedValue(key, '"' + std::string(value) + '"');
}

std::string flagOf(std::string key) {
  std::ranges::replace(key, '_', '-');
  return "--" + key;
}

std::string keyValue(const Config& config, std::string_view key) {
  return findKey(key).print(config);
}

nlohmann::json toJson(const Config& config) {
  nlohmann::json json = nlohmann::json::object();
  for (const Key& key : keyTable()) json[key.help.name] = valueToJson(key, key.print(config));
  return json;
}

Config fromJson(const nlohmann::json& json, Config base) {
  if (!json.is_object())
    throw Error("a configuration: expected a JSON object, found " + json.dump());
  for (const auto& item : json.items()) findKey(item.key());
  // In the table's order: "model" and "objective" come before the keys whose defaults they select.
  for (const Key& key : keyTable())
    if (const auto found = json.find(key.help.name); found != json.end())
      setKey(base, key.help.name, jsonToValue(key, *found));
  return base;
}

}  // namespace latlas::model
