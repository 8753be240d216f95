// The Model panel: preset, network, objective and likelihood, and what they come to.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "app/session/actions.h"
#include "app/session/facts.h"
#include "app/session/fault_text.h"
#include "app/training/key_field.h"
#include "app/training/preset_chooser.h"
#include "app/training/settings_folds.h"
#include "app/training/training_panels.h"
#include "app/ui/compact_rows.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/model/network.h"

namespace latlas::app {
namespace {

constexpr const char* kPanel = "Model";
constexpr auto kMain = std::to_array<std::string_view>({"model", "channels", "hidden", "latent",
                                                        "objective", "likelihood", "sigma"});
constexpr auto kDetails = std::to_array<std::string_view>(
    {"activation", "batch_norm", "dropout", "init", "binarize", "output", "learn_sigma"});
constexpr auto kSetUp = std::to_array<std::string_view>({"seed", "held_out", "threads", "device"});

void drawSetUp(AppState& state, Requests& requests) {
  const bool isPublished =
      state.dataset && state.dataset->info().publishedTrainCount < state.dataset->info().count;
  for (const std::string_view key : kSetUp)
    if (key == "held_out" && isPublished)
      ui::fact("Model/held out", "by the dataset",
               "This dataset comes with its own held-out samples, which are used.");
    else
      keyField(state, kPanel, key, requests);
}

void drawFields(AppState& state, Requests& requests) {
  {
    const CompactRows compact(CompactRows::Of::fields);
    drawPresetChooser(state, canEditModel(state), requests);
    keyFields(state, kPanel, kMain, requests);
  }
  const std::array folds{
      SettingsFold{
          "Model/Details", changedNote(state, kDetails),
          "Activation, batch normalization, dropout, the first weights, and how the likelihood sees "
          "the data.",
          [&] { keyFields(state, kPanel, kDetails, requests); }},
      SettingsFold{"Model/Set-up", changedNote(state, kSetUp),
                   "The seed, what is held out, and where the arithmetic is done.",
                   [&] { drawSetUp(state, requests); }}};
  drawSettingsFolds(state.preferences, folds);
  ImGui::Dummy({0.0f, 0.0f});
}

// Judged anew in each frame: the lists are some ten entries long.
void drawParameterCount(const AppState& state) {
  if (!state.dataset) return;
  try {
    const data::Shape& shape = state.dataset->info().shape;
    model::validate(state.draft, shape);
    const auto count = model::parameterCount(model::buildNetwork(state.draft.model, shape));
    ui::fact("Model/parameters", ui::grouped(count),
             "Trained numbers in encoder and decoder together, for samples of the open dataset.");
  } catch (const Error& error) {
    faultText("Model/Error", error.what());
  }
}

// The draft asks for more than the live keys, which reach the run as they are changed.
bool draftNeedsReset(const AppState& state) {
  if (!hasRun(state)) return false;
  for (const std::string& key : model::configKeys())
    if (!model::isLive(key) &&
        model::keyValue(state.draft, key) != model::keyValue(state.snapshot->config, key))
      return true;
  return false;
}

// On the line of the count, for the left column is short of lines.
void drawLockedHint() {
  constexpr const char* kText = "Reset to change";
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float width = ImGui::CalcTextSize(kText).x;
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                       std::max(0.0f, ImGui::GetContentRegionAvail().x - width));
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(kText);
  ImGui::PopStyleColor();
  ui::tooltipForLastItem("The network is fixed while a run has it. Training/Reset begins anew.");
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace

void drawModelPanel(AppState& state, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Model", size, state.preferences.modelOpen)) {
    const bool isEditable = canEditModel(state);
    drawFields(state, requests);
    {
      const CompactRows compact(CompactRows::Of::facts);
      drawParameterCount(state);
      if (!isEditable) drawLockedHint();
    }
    if (isEditable && draftNeedsReset(state) &&
        ui::button("Model/Apply", "Builds the network of these settings, with new weights.",
                   {ui::Emphasis::primary, -1.0f, true}))
      resetTraining(state, requests);
  }
  ui::endPanel();
}

}  // namespace latlas::app
