#include "app/training/preset_chooser.h"

#include <imgui.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "app/session/actions.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

constexpr const char* kOwn = "own settings";

// Whether `source` is "builtin:sprites?size=64", with whatever other keys.
bool isBuiltin(const std::string& source, const std::string& wanted) {
  const auto question = wanted.find('?');
  if (source.substr(0, source.find('?')) != wanted.substr(0, question)) return false;
  return question == std::string::npos ||
         source.find(wanted.substr(question + 1)) != std::string::npos;
}

bool isOpen(const data::DatasetInfo& open, const model::Preset& preset) {
  if (preset.dataset.starts_with("builtin:")) return isBuiltin(open.source, preset.dataset);
  // A catalogue's key is a folder's name in the path of what was downloaded, and of most copies.
  const std::filesystem::path source(open.source);
  return open.name == preset.dataset ||
         std::ranges::find(source, std::filesystem::path(preset.dataset)) != source.end();
}

void openSuggested(const model::Preset& preset, AppState& state, Requests& requests) {
  const auto known = state.datasets.status.find(preset.dataset);
  if (preset.dataset.starts_with("builtin:")) {
    requests.push_back(request::OpenDataset{preset.dataset});
  } else if (known != state.datasets.status.end() && known->second.presence.isHere) {
    requests.push_back(request::OpenDataset{known->second.path.string()});
  } else {
    state.datasets.selected = preset.dataset;
    showDatasets(state, requests);
  }
}

void drawSuggestion(const model::Preset& preset, AppState& state, Requests& requests) {
  if (preset.dataset.empty() || (state.dataset && isOpen(state.dataset->info(), preset))) return;
  if (ui::factWithAction("Model/made for", preset.dataset,
                         "The data that this preset was published with. It works with others, but "
                         "the figures differ.",
                         "Open", "Opens " + preset.dataset + "; the settings stay."))
    openSuggested(preset, state, requests);
}

}  // namespace

std::vector<const model::Preset*> presetsFor(const AppState& state) {
  std::vector<const model::Preset*> suited;
  for (const model::Preset& preset : model::presets())
    // The plain start is a start for tables too.
    if (!state.dataset || preset.kind == state.dataset->info().shape.kind ||
        preset.name == "default-mlp")
      suited.push_back(&preset);
  return suited;
}

void applyPreset(const model::Preset& preset, AppState& state) {
  state.draft = model::applied(preset, state.draft);
  if (state.dataset) model::suitTo(state.draft.model, state.dataset->info().shape);
  state.fieldFaults.clear();
}

void drawPresetChooser(AppState& state, bool isEnabled, Requests& requests) {
  const auto suited = presetsFor(state);
  const data::Shape shape = state.dataset ? state.dataset->info().shape : data::Shape{};
  std::vector<std::string> titles, texts;
  int chosen = -1;
  for (const model::Preset* preset : suited) {
    if (chosen < 0 && model::isApplied(*preset, state.draft, shape))
      chosen = static_cast<int>(titles.size());
    titles.push_back(preset->title);
    texts.push_back(preset->text + "\n" + preset->source + ".");
  }
  if (chosen < 0) {
    chosen = static_cast<int>(titles.size());
    titles.emplace_back(kOwn);
    texts.emplace_back("Settings of your own: no preset has them all.");
  }
  const int before = chosen;
  const std::string tooltip =
      texts[static_cast<std::size_t>(chosen)] +
      "\nChoosing another one sets the network, the objective and the training.";
  ui::choice("Model/preset", chosen, titles, tooltip, isEnabled, texts);
  if (chosen >= static_cast<int>(suited.size())) return;
  const model::Preset& preset = *suited[static_cast<std::size_t>(chosen)];
  if (chosen != before) applyPreset(preset, state);
  if (isEnabled) drawSuggestion(preset, state, requests);
}

}  // namespace latlas::app
