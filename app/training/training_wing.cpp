// What the wing of training shows: the Model and Training panels, its keys and menu entries.
#include <array>
#include <string>

#include "app/session/facts.h"
#include "app/training/preset_chooser.h"
#include "app/training/training_controller.h"
#include "app/training/training_keys.h"
#include "app/training/training_panels.h"
#include "app/ui/widgets.h"

namespace latlas::app {

void trainOneStep(AppState& state, Requests& requests) {
  if (state.dataset && !isTraining(state)) requests.push_back(request::Step{});
}

void trainSteps(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::Step{state.preferences.stepsAtOnce});
}

void trainEpoch(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::FinishEpoch{});
}

void switchPace(AppState& state, Requests& requests) {
  if (state.dataset)
    requests.push_back(request::SetPace{state.isSlowMotion ? 0.0 : state.preferences.slowMotion});
}

namespace {

constexpr std::array kShortcuts{kStartKey, kStepKey,       kStepsKey,
                                kEpochKey, kSlowMotionKey, kResetKey};

constexpr std::array kPanels{
    Panel{"Model", PanelPlace::left,
          [](AppState& state) -> bool& { return state.preferences.modelOpen; },
          [](const Panel::Drawing& to) {
            drawModelPanel(to.state, to.size, to.requests);
            return 0.0f;
          }},
    Panel{"Training", PanelPlace::leftBottom,
          [](AppState& state) -> bool& { return state.preferences.trainingOpen; },
          [](const Panel::Drawing& to) {
            drawTrainingPanel(to.state, to.size, to.requests, to.folds);
            return 0.0f;
          }}};

void drawTrainEntries(AppState& state, Requests& requests) {
  const bool hasData = state.dataset != nullptr;
  if (ui::menuItem(isTraining(state) ? "Train/Pause" : "Train/Start", kStartKey.key, "", hasData))
    startOrPause(state, requests);
  if (ui::menuItem("Train/Step", kStepKey.key, "Trains one batch.", hasData && !isTraining(state)))
    trainOneStep(state, requests);
  if (ui::menuItem("Train/Many steps", kStepsKey.key,
                   "Trains " + ui::grouped(state.preferences.stepsAtOnce) +
                       " batches, then pauses.",
                   hasData))
    trainSteps(state, requests);
  if (ui::menuItem("Train/Epoch", kEpochKey.key,
                   "Trains to the end of the epoch at hand, then pauses.", hasData))
    trainEpoch(state, requests);
  if (ui::menuItem("Train/Slow motion", kSlowMotionKey.key, "One step, then a wait.", hasData,
                   state.isSlowMotion))
    switchPace(state, requests);
}

void drawPresetMenu(AppState& state) {
  if (!ui::beginMenu("Train/Preset", canEditModel(state))) return;
  for (const model::Preset* preset : presetsFor(state))
    if (ui::menuItem("Train/Preset/" + preset->title, "", preset->text + "\n" + preset->source))
      applyPreset(*preset, state);
  ui::endMenu();
}

void drawMenu(MenuPlace place, AppState& state, Requests& requests) {
  if (place == MenuPlace::train) drawTrainEntries(state, requests);
  if (place != MenuPlace::trainModel) return;
  drawPresetMenu(state);
  if (ui::menuItem("Train/Reset", kResetKey.key, "A new model with the settings shown.",
                   state.dataset != nullptr))
    resetTraining(state, requests);
}

void observeRun(const train::Snapshot& snapshot, Observer& seen) {
  seen.value("run", [&] { return snapshot.run; });
  seen.value("state", [&] { return std::string(train::toString(snapshot.state)); });
  seen.value("step", [&] { return snapshot.step; });
  seen.value("epoch", [&] { return snapshot.epoch; });
  seen.value("images_per_second", [&] { return snapshot.imagesPerSecond; });
  seen.value("parameters", [&] { return snapshot.parameterCount; });
  seen.value("lr", [&] { return snapshot.config.train.learningRate; });
  seen.value("beta", [&] { return snapshot.config.loss.beta; });
  seen.value("batch", [&] { return snapshot.config.train.batch; });
  seen.value("seconds_per_step", [&] { return snapshot.secondsPerStep; });
  seen.value("stop_reason", [&] { return snapshot.stopReason; });
  seen.value("events", [&] { return snapshot.events.size(); });
}

void observe(const AppState& state, Observer& seen) {
  if (state.snapshot)
    observeRun(*state.snapshot, seen);
  else
    seen.value("state", [] { return std::string("no data"); });
}

}  // namespace

const Wing& TrainingController::wing() {
  static const Wing wing{kShortcuts, kPanels, {}, {}, drawMenu, observe};
  return wing;
}

}  // namespace latlas::app
