#include "core/train/command_line.h"

#include <algorithm>

namespace latlas::train {
namespace {

std::string flagOf(std::string key) {
  std::replace(key.begin(), key.end(), '_', '-');
  return "--" + key;
}

}  // namespace

std::string shellQuoted(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=+@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos)
    return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += "'\\''";
    else quoted += c;
  }
  return quoted + "'";
}

std::string commandLineOf(const model::Config& config, std::string_view datasetSource,
                          std::string_view out, const data::OpenOptions& opening) {
  std::string line = "latlas train " + shellQuoted(datasetSource) + " --out " + shellQuoted(out);
  const auto add = [&line](const std::string& key, const std::string& value) {
    // A number below 0 would read as a flag.
    line += " " + flagOf(key) + (value[0] == '-' ? "=" : " ") + shellQuoted(value);
  };
  for (const auto& [key, value] : data::toValues(opening)) add(key, value);
  model::Config written;  // what the line says so far
  const auto write = [&](const std::string& key) {
    std::string value = model::keyValue(config, key);
    if (!model::isUsed(config, key) || model::keyValue(written, key) == value) return;
    if (value.empty()) value = "none";
    model::setKey(written, key, value);
    add(key, value);
  };
  // First, as on reading: these bring defaults along.
  write("model");
  write("objective");
  for (const std::string& key : model::configKeys()) write(key);
  return line;
}

}  // namespace latlas::train
