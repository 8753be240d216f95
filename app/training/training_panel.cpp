// The Training panel: start and pause, the rates, folds of further settings, and how far the run is.
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/facts.h"
#include "app/training/key_field.h"
#include "app/training/settings_folds.h"
#include "app/training/training_buttons.h"
#include "app/training/training_facts.h"
#include "app/training/training_panels.h"
#include "app/training/training_requests.h"
#include "app/ui/compact_rows.h"
#include "app/ui/widgets.h"
#include "core/model/objectives.h"

namespace latlas::app {
namespace {

constexpr const char* kPanel = "Training";
constexpr auto kSchedules = std::to_array<std::string_view>(
    {"kl_schedule", "kl_epochs", "lr_schedule", "lr_warm_up", "lr_step", "lr_decay"});
constexpr auto kOptimizer =
    std::to_array<std::string_view>({"optimizer", "batch", "momentum", "weight_decay", "clip"});
constexpr auto kCorruption = std::to_array<std::string_view>({"noise", "masking", "missing"});
// In the window the epochs' default is another one than without.
constexpr auto kStopping = std::to_array<std::string_view>({"epochs", "patience", "stop_after"});

constexpr int kMostSteps = 1000000;
constexpr double kLeastSlow = 0.01, kMostSlow = 60.0;  // seconds a step

void drawMain(AppState& state, Requests& requests) {
  const CompactRows compact(CompactRows::Of::fields);
  keyField(state, kPanel, "lr", requests);
  if (const auto weight = model::mainWeight(state.draft); !weight.empty())
    keyField(state, kPanel, weight, requests);
}

// The objective's keys that neither stand above nor are a schedule's.
std::vector<std::string_view> otherWeights(const AppState& state) {
  std::vector<std::string_view> keys;
  for (const model::KeyUse& use : model::infoOf(state.draft.model.objective).keys)
    if (use.key != model::mainWeight(state.draft) && model::isUsed(state.draft, use.key) &&
        std::ranges::find(kSchedules, use.key) == kSchedules.end())
      keys.push_back(use.key);
  return keys;
}

void drawPaceAndStopping(AppState& state, Requests& requests) {
  Preferences& preferences = state.preferences;
  drawPaceButtons(state, requests);
  ui::number("Training/steps at once", preferences.stepsAtOnce, 1, kMostSteps,
             "Batches that the button trains before it pauses. Default: 100.");
  if (ui::number("Training/slow motion", preferences.slowMotion, kLeastSlow, kMostSlow,
                 "Seconds that a step takes in slow motion. Default: 0.5.", "%.3g") &&
      state.isSlowMotion)
    requests.push_back(request::SetPace{preferences.slowMotion});
  keyFields(state, kPanel, kStopping, requests);
}

void drawFolds(AppState& state, std::span<const SettingsFold> more, Requests& requests) {
  const auto weights = otherWeights(state);
  std::vector<SettingsFold> folds{
      {"Training/Objective", changedNote(state, weights),
       "The objective's further weights. They act from the next batch on.",
       [&] {
         if (weights.empty())
           ui::hint(std::string(model::infoOf(state.draft.model.objective).title) +
                    ": nothing more to set.");
         keyFields(state, kPanel, weights, requests);
       }},
      {"Training/Schedules", changedNote(state, kSchedules),
       "How the KL's weight and the learning rate change over the epochs.",
       [&] { keyFields(state, kPanel, kSchedules, requests); }},
      {"Training/Optimizer", changedNote(state, kOptimizer),
       "The optimizer, its batches, and the clipping of gradients.",
       [&] { keyFields(state, kPanel, kOptimizer, requests); }},
      {"Training/Corruption", changedNote(state, kCorruption),
       "What is done to the samples before the encoder sees them: denoising.",
       [&] { keyFields(state, kPanel, kCorruption, requests); }},
      {"Training/Pace & stop", changedNote(state, std::span(kStopping).subspan(1)),
       "Many steps, an epoch, slow motion, and when training stops by itself.",
       [&] { drawPaceAndStopping(state, requests); }}};
  folds.insert(folds.end(), more.begin(), more.end());
  drawSettingsFolds(state.preferences, folds);
}

}  // namespace

void drawTrainingPanel(AppState& state, ImVec2 size, Requests& requests,
                       std::span<const SettingsFold> more) {
  if (ui::beginPanel(kPanel, size, state.preferences.trainingOpen)) {
    drawTrainingButtons(state, requests);
    if (state.snapshot && state.snapshot->failure) drawTrainingFailure(*state.snapshot->failure);
    drawMain(state, requests);
    drawFolds(state, more, requests);
    ImGui::Dummy({0.0f, 0.0f});
    if (hasRun(state)) drawTrainingFacts(*state.snapshot);
  }
  ui::endPanel();
}

}  // namespace latlas::app
