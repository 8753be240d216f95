#include "app/training/training_buttons.h"

#include <imgui.h>

#include <string>

#include "app/session/facts.h"
#include "app/training/training_keys.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

void drawMainRow(AppState& state, float width, Requests& requests) {
  const bool hasData = state.dataset != nullptr;
  if (isTraining(state)) {
    if (ui::button("Training/Pause", withKey("Pauses after the batch at hand", kStartKey),
                   {ui::Emphasis::primary, 2 * width, true}))
      startOrPause(state, requests);
  } else if (ui::button("Training/Start",
                        hasData ? withKey("Starts training, or goes on after a pause", kStartKey)
                                : "Open a dataset first.",
                        {ui::Emphasis::primary, 2 * width, hasData})) {
    startOrPause(state, requests);
  }
  ImGui::SameLine();
  if (ui::button("Training/Step", withKey("Trains one batch, then pauses", kStepKey),
                 {ui::Emphasis::normal, width, hasData && !isTraining(state)}))
    trainOneStep(state, requests);
  ImGui::SameLine();
  if (ui::button("Training/Reset",
                 withKey("Throws the trained weights away and begins anew with the settings shown",
                         kResetKey),
                 {ui::Emphasis::normal, width, hasData}))
    resetTraining(state, requests);
}

}  // namespace

void drawPaceButtons(AppState& state, Requests& requests) {
  const float width = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
  const bool hasData = state.dataset != nullptr;
  const std::string steps = ui::grouped(state.preferences.stepsAtOnce);
  if (ui::button("Training/Steps", withKey("Trains " + steps + " batches, then pauses", kStepsKey),
                 {ui::Emphasis::normal, width, hasData, steps + " steps"}))
    trainSteps(state, requests);
  ImGui::SameLine();
  if (ui::button("Training/Epoch",
                 withKey("Trains to the end of the epoch at hand, then pauses", kEpochKey),
                 {ui::Emphasis::normal, width, hasData, "1 epoch"}))
    trainEpoch(state, requests);
  ImGui::SameLine();
  const bool isSlow = state.isSlowMotion;
  const std::string pace = shortNumber(state.preferences.slowMotion) + " s a step";
  if (ui::button("Training/Slow motion",
                 withKey(isSlow ? "Now " + pace + "; back to full speed"
                                : "One step, then a wait: " + pace + ", to see it learn",
                         kSlowMotionKey),
                 {isSlow ? ui::Emphasis::primary : ui::Emphasis::normal, width, hasData, "Slow"}))
    switchPace(state, requests);
}

void drawTrainingButtons(AppState& state, Requests& requests) {
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float room = ImGui::GetContentRegionAvail().x;
  drawMainRow(state, (room - 2 * gap) / 4, requests);
}

}  // namespace latlas::app
