// A run's events as text and back: one JSON object a line.
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/json_text.h"
#include "core/base/number_text.h"
#include "core/io/history_files.h"
#include "core/io/text_lines.h"

namespace latlas::io {
namespace {

// The number whose shortest text this is.
template <class Number>
std::optional<Number> numberOf(const std::string& text) {
  Number value{};
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (numberText(value) != text) return std::nullopt;
  return value;
}

nlohmann::json jsonOf(const std::string& value) {
  if (const auto whole = numberOf<std::int64_t>(value)) return *whole;
  // JSON has no word for what is not finite; such a value stays a text.
  if (const auto number = numberOf<double>(value); number && *number - *number == 0.0)
    return *number;
  return value;
}

std::string textOf(const JsonFields& fields, const char* key) {
  const nlohmann::json& value = fields.any(key);
  if (value.is_number_integer()) return value.dump();
  if (value.is_number()) return numberText(value.get<double>());
  if (value.is_string()) return value.get<std::string>();
  throw fields.fault(key, "a number or a text", value.type_name());
}

}  // namespace

std::string encodeEvents(const std::vector<train::Event>& events) {
  std::string text;
  for (const train::Event& event : events) {
    const nlohmann::ordered_json line = {{"step", event.step},
                                         {"seconds", event.seconds},
                                         {"what", event.what},
                                         {"from", jsonOf(event.from)},
                                         {"to", jsonOf(event.to)}};
    (text += line.dump()) += '\n';
  }
  return text;
}

std::vector<train::Event> decodeEvents(std::string_view text, const std::filesystem::path& name) {
  std::vector<train::Event> events;
  const char* const begin = text.data();
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = takeLine(text);
    const nlohmann::json json =
        parseJson(line, {name, static_cast<std::size_t>(line.data() - begin)});
    const JsonFields fields(json, name, "row " + std::to_string(number));
    // The first runs had no time of an event.
    const double seconds = fields.has("seconds") ? fields.number("seconds") : 0.0;
    events.push_back({fields.integer("step", 0), fields.text("what"), textOf(fields, "from"),
                      textOf(fields, "to"), seconds});
  }
  return events;
}

}  // namespace latlas::io
