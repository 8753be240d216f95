#include "core/model/config_key.h"

#include <algorithm>

namespace latlas::model {
namespace {

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

}  // namespace

std::string joined(const std::vector<int>& values) {
  std::string text;
  for (const int value : values) text += (text.empty() ? "" : ",") + std::to_string(value);
  return text;
}

Key listKey(std::string name, std::string text, std::vector<int> ModelConfig::*member,
            Range<int> range) {
  return {{std::move(name), describe(range) + " for each layer, such as 400,200, or none",
           std::move(text)},
          KeyForm::list,
          [=](Config& config, std::string_view written) {
            const auto values = readList(written, range);
            if (values) config.model.*member = *values;
            return values.has_value();
          },
          [=](const Config& config) { return joined(config.model.*member); }};
}

}  // namespace latlas::model
