#include "app/replay/observables.h"

#include <nlohmann/json.hpp>
#include <variant>

#include "app/shell/observe.h"

namespace latlas::app {
namespace {

nlohmann::json toJson(const Observed& value) {
  return std::visit([](const auto& known) { return nlohmann::json(known); }, value);
}

}  // namespace

nlohmann::json observables(const AppState& state) {
  Observer observer;
  observe(state, observer);
  nlohmann::json all = nlohmann::json::object();
  for (const auto& [name, value] : observer.seen()) all[name] = toJson(value);
  return all;
}

std::optional<std::string> observable(const AppState& state, std::string_view name) {
  Observer observer(name);
  observe(state, observer);
  if (observer.seen().empty()) return std::nullopt;
  const Observed& value = observer.seen().back().second;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return toJson(value).dump();
}

}  // namespace latlas::app
