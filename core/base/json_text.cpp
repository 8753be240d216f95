#include "core/base/json_text.h"

#include <set>
#include <utility>
#include <vector>

namespace latlas {
namespace {

// Values in messages are cut: a hostile file must not fill the screen.
constexpr std::size_t kShownCharacters = 60;

std::string shown(const nlohmann::json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  const std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  return text.size() <= kShownCharacters ? text : text.substr(0, kShownCharacters) + "...";
}

}  // namespace

nlohmann::json parseJson(std::string_view text, const JsonSource& source) {
  using nlohmann::json;
  constexpr const char* kRemedy = "Restore the file from a copy or write it again";
  // One set of keys for each object that is open: the parser itself keeps the last of two.
  std::vector<std::set<std::string>> open;
  const auto watch = [&](int, json::parse_event_t event, json& value) {
    const bool starts =
        event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    const bool ends =
        event == json::parse_event_t::object_end || event == json::parse_event_t::array_end;
    if (starts && open.size() >= static_cast<std::size_t>(source.maxDepth))
      throw fileError(source.file,
                      {"its JSON", "at most " + std::to_string(source.maxDepth) + " levels",
                       "deeper nesting", kRemedy});
    if (starts) open.emplace_back();
    if (ends) open.pop_back();
    if (event == json::parse_event_t::key && !open.back().insert(value.get<std::string>()).second)
      throw fileError(source.file, {"its JSON", "each key once", shown(value) + " twice", kRemedy});
    return true;
  };
  try {
    return json::parse(text.begin(), text.end(), watch);
  } catch (const json::exception& error) {
    const auto* syntax = dynamic_cast<const json::parse_error*>(&error);
    const std::size_t at = source.offset + (syntax && syntax->byte > 0 ? syntax->byte - 1 : 0);
    throw fileError(source.file,
                    {"offset " + std::to_string(at), "JSON", "a syntax error", kRemedy});
  }
}

JsonFields::JsonFields(const nlohmann::json& object, std::filesystem::path file, std::string where)
    : object_(object), file_(std::move(file)), where_(std::move(where)) {
  if (!object_.is_object()) throw fileError(file_, {where_, "a JSON object", shown(object_), ""});
}

Error JsonFields::fault(const char* key, const std::string& expected,
                        const std::string& found) const {
  const std::string prefix = where_.empty() ? "" : where_ + ", ";
  return fileError(file_, {prefix + "key \"" + key + "\"", expected, found, ""});
}

bool JsonFields::has(const char* key) const { return object_.contains(key); }

const nlohmann::json& JsonFields::any(const char* key) const {
  const auto found = object_.find(key);
  if (found == object_.end()) throw fault(key, "a value", "none");
  return *found;
}

JsonFields JsonFields::object(const char* key) const {
  return JsonFields(any(key), file_, where_.empty() ? key : where_ + ", " + key);
}

const nlohmann::json& JsonFields::list(const char* key, std::size_t least) const {
  const auto& value = any(key);
  if (!value.is_array() || value.size() < least)
    throw fault(key, "a list of at least " + std::to_string(least),
                value.is_array() ? std::to_string(value.size()) : shown(value));
  return value;
}

std::string JsonFields::text(const char* key) const {
  const auto& value = any(key);
  if (!value.is_string()) throw fault(key, "a text", shown(value));
  return value.get<std::string>();
}

double JsonFields::number(const char* key) const {
  const auto& value = any(key);
  if (!value.is_number()) throw fault(key, "a number", shown(value));
  return value.get<double>();
}

std::int64_t JsonFields::integer(const char* key, std::int64_t least, std::int64_t most) const {
  const auto& value = any(key);
  const bool fits = value.is_number_integer() &&
                    !(value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX);
  if (!fits || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
    throw fault(key,
                "a whole number from " + std::to_string(least) +
                    (most == INT64_MAX ? "" : " to " + std::to_string(most)),
                shown(value));
  return value.get<std::int64_t>();
}

}  // namespace latlas
