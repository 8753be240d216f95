#include "app/training/key_field.h"

#include <imgui.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/session/facts.h"
#include "app/session/fault_text.h"
#include "app/training/key_titles.h"
#include "app/training/training_requests.h"
#include "app/ui/widgets.h"
#include "core/model/config_key.h"
#include "core/model/objectives.h"

namespace latlas::app {
namespace {

data::Kind kindOf(const AppState& state) {
  return state.dataset ? state.dataset->info().shape.kind : data::Kind::images;
}

// Vectors have no neighbouring pixels and are no probabilities (model::suitTo).
std::vector<std::string> allowedNames(const AppState& state, const model::KeyHelp& help) {
  if (kindOf(state) == data::Kind::vectors) {
    if (help.name == "model") return {"mlp"};
    if (help.name == "likelihood") return {"gaussian", "laplace"};
    if (help.name == "output") return {"linear"};
  }
  return help.names;
}

bool canEdit(const AppState& state, std::string_view key) {
  if (canEditModel(state)) return true;
  // Where it is learned, the draft's sigma is where it began.
  if (key == "sigma" && state.draft.model.learnSigma) return false;
  return model::isLive(key);
}

// What a field shows, and what it asks for.
struct Field {
  std::string label, value, tooltip;
  bool enabled;
};

std::optional<std::string> drawNumber(const Field& field, bool isWhole) {
  if (isWhole) {
    constexpr int kMost = std::numeric_limits<int>::max();
    int number = 0;
    const char* const end = field.value.data() + field.value.size();
    // A seed may have more digits than a counter that goes up and down.
    if (std::from_chars(field.value.data(), end, number).ec == std::errc{}) {
      if (!ui::number(field.label, number, -kMost, kMost, field.tooltip, field.enabled))
        return std::nullopt;
      return std::to_string(number);
    }
    std::string text = field.value;
    if (!ui::text(field.label, text, field.tooltip, field.enabled)) return std::nullopt;
    return text;
  }
  double number = 0.0;
  std::from_chars(field.value.data(), field.value.data() + field.value.size(), number);
  constexpr double kMost = std::numeric_limits<double>::max();
  if (!ui::number(field.label, number, -kMost, kMost, field.tooltip, "%.5g", field.enabled))
    return std::nullopt;
  return model::printNumber(number);
}

std::optional<std::string> drawNames(const Field& field, std::string_view key,
                                     const std::vector<std::string>& names) {
  std::vector<std::string> titles, texts;
  int index = -1;
  for (const std::string& name : names) {
    if (name == field.value) index = static_cast<int>(titles.size());
    titles.push_back(nameTitle(key, name));
    if (key == "objective") texts.emplace_back(model::infoOf(objectiveNamed(name)).formula);
  }
  if (!ui::choice(field.label, index, titles, field.tooltip, field.enabled, texts))
    return std::nullopt;
  return names[static_cast<std::size_t>(index)];
}

std::optional<std::string> drawToggle(const Field& field) {
  bool isOn = field.value == "on";
  if (!ui::toggle(field.label, isOn, field.tooltip, field.enabled)) return std::nullopt;
  return isOn ? "on" : "off";
}

std::optional<std::string> drawList(const Field& field) {
  std::string text = field.value;
  if (!ui::text(field.label, text, field.tooltip, field.enabled)) return std::nullopt;
  std::erase(text, ' ');
  return text;
}

std::optional<std::string> drawField(const AppState& state, const Field& field,
                                     const model::Key& key) {
  switch (key.form) {
    case model::KeyForm::number: return drawNumber(field, key.help.allowed.starts_with("a whole"));
    case model::KeyForm::name:
      return drawNames(field, key.help.name, allowedNames(state, key.help));
    case model::KeyForm::toggle: return drawToggle(field);
    case model::KeyForm::list: return drawList(field);
  }
  return std::nullopt;
}

// Why it may not be; empty: it was taken.
std::string take(AppState& state, const model::Key& key, const std::string& value,
                 Requests& requests) {
  const std::string& name = key.help.name;
  const std::string before = model::keyValue(state.draft, name);
  const std::string kept = " Kept " + (before.empty() ? "none" : nameTitle(name, before)) + ".";
  model::Config wanted = state.draft;
  if (!key.read(wanted, value)) return "Expected " + key.help.allowed + "." + kept;
  // A run that goes on is not to be led where it cannot be; before one, the panel itself complains.
  if (!canEditModel(state) && state.dataset) {
    try {
      model::validate(wanted, state.dataset->info().shape);
    } catch (const Error& error) {
      return error.what() + std::string(".") + kept;
    }
  }
  state.draft = wanted;
  if (hasRun(state) && model::isLive(name))
    requests.push_back(request::SetKey{name, model::keyValue(wanted, name)});
  return {};
}

}  // namespace

void keyField(AppState& state, std::string_view panel, std::string_view name, Requests& requests) {
  if (!model::isUsed(state.draft, name)) return;
  const model::Key& key = model::findKey(name);
  const Field field{std::string(panel) + "/" + keyTitle(name), model::keyValue(state.draft, name),
                    keyTooltip(state.draft, name), canEdit(state, name)};
  if (const auto value = drawField(state, field, key)) {
    std::string fault = take(state, key, *value, requests);
    if (fault.empty())
      state.fieldFaults.erase(field.label);
    else
      state.fieldFaults[field.label] = std::move(fault);
  }
  if (!field.enabled) return;
  if (const auto fault = state.fieldFaults.find(field.label); fault != state.fieldFaults.end())
    faultText((field.label + " error").c_str(), fault->second);
}

void keyFields(AppState& state, std::string_view panel, std::span<const std::string_view> keys,
               Requests& requests) {
  for (const std::string_view key : keys) keyField(state, panel, key, requests);
}

std::string changedNote(const AppState& state, std::span<const std::string_view> keys) {
  const model::Config& defaults = defaultsFor(state.draft);
  const auto count = std::ranges::count_if(keys, [&](std::string_view key) {
    return model::isUsed(state.draft, key) &&
           model::keyValue(state.draft, key) != model::keyValue(defaults, key);
  });
  return count == 0 ? "" : std::to_string(count);
}

}  // namespace latlas::app
