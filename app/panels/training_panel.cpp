#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "app/panels/actions.h"
#include "app/panels/compact_rows.h"
#include "app/panels/format.h"
#include "app/panels/panels.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Beyond these a step moves nothing, or everything at once.
constexpr double kLeastRate = 1e-8, kMostRate = 10.0;
constexpr double kMostBeta = 1e6;
constexpr int kMostEpochs = 100000, kMostBatch = 65536;
// Of the rows: each part keeps at least a tenth.
constexpr double kLeastHeldOut = 0.001, kMostHeldOut = 0.9;

void drawButtons(AppState& state, Requests& requests) {
  const bool hasData = state.dataset != nullptr;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = (ImGui::GetContentRegionAvail().x - 2 * gap) / 4;
  if (isTraining(state)) {
    if (ui::button("Training/Pause", "Pauses after the batch at hand (Space).",
                   {ui::Emphasis::primary, 2 * width, true}))
      startOrPause(state, requests);
  } else if (ui::button("Training/Start",
                        hasData ? "Starts training, or goes on after a pause (Space)."
                                : "Open a dataset first.",
                        {ui::Emphasis::primary, 2 * width, hasData})) {
    startOrPause(state, requests);
  }
  ImGui::SameLine();
  if (ui::button("Training/Step", "Trains one batch, then pauses (S).",
                 {ui::Emphasis::normal, width, hasData && !isTraining(state)}))
    trainOneStep(state, requests);
  ImGui::SameLine();
  if (ui::button("Training/Reset",
                 "Throws the trained weights away and begins anew with the settings shown.",
                 {ui::Emphasis::normal, width, hasData}))
    resetTraining(state, requests);
}

void drawLiveFields(AppState& state, Requests& requests) {
  model::TrainConfig& train = state.draft.train;
  if (ui::number("Training/learning rate", train.learningRate, kLeastRate, kMostRate,
                 "Step size of Adam (Kingma & Ba 2014); can be changed while training. "
                 "Default: 0.001.") &&
      hasRun(state))
    requests.push_back(request::SetLearningRate{train.learningRate});
  if (ui::number("Training/beta", train.beta, 0.0, kMostBeta,
                 "Weight of the KL term: loss = reconstruction + beta KL (Higgins et al. 2017); "
                 "can be changed while training. Default: 1, the evidence lower bound.",
                 "%.4g", state.draft.model.objective == model::Objective::vae) &&
      hasRun(state))
    requests.push_back(request::SetBeta{train.beta});
}

void drawFixedFields(AppState& state) {
  model::TrainConfig& train = state.draft.train;
  const bool isEditable = canEditModel(state);
  ui::number("Training/batch", train.batch, 1, kMostBatch,
             "Samples a step. Default: 128. Set before training.", isEditable);
  ui::number("Training/epochs", train.epochs, 0, kMostEpochs,
             "Passes through the training samples; 0: until paused. Default: 10. Set before "
             "training.",
             isEditable);
  int seed = static_cast<int>(
      std::min<std::uint64_t>(train.seed, std::numeric_limits<int>::max()));
  if (ui::number("Training/seed", seed, 0, std::numeric_limits<int>::max(),
                 "Decides the first weights, the order of samples and the noise: one seed, one "
                 "result. Default: 0. Set before training.",
                 isEditable))
    train.seed = static_cast<std::uint64_t>(seed);
  const bool isPublished =
      state.dataset && state.dataset->info().publishedTrainCount < state.dataset->info().count;
  ui::number("Training/held out", train.heldOut, kLeastHeldOut, kMostHeldOut,
             isPublished
                 ? "This dataset comes with its own held-out samples, which are used."
                 : "Fraction of the samples kept from training, to judge on what was never seen. "
                   "Default: 0.1. Set before training.",
             "%.3g", isEditable && !isPublished);
}

void drawFailure(const Failure& failure) {
  const ImVec4& colour = ui::palette().error;
  const float padding = ui::scaled(8.0f);
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 text =
      ImGui::CalcTextSize(failure.message.c_str(), nullptr, false, std::max(1.0f, width - 2 * padding));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max(min.x + width, min.y + text.y + 2 * padding);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float rounding = ImGui::GetStyle().FrameRounding;
  // As a ground the colour is faint, so that the text on it keeps its contrast.
  const ImVec4 ground(colour.x, colour.y, colour.z, 0.12f);
  list->AddRectFilled(min, max, ImGui::GetColorU32(ground), rounding);
  list->AddRect(min, max, ImGui::GetColorU32(colour), rounding);
  ImGui::SetCursorScreenPos({min.x + padding, min.y + padding});
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width - 2 * padding);
  ImGui::TextUnformatted(failure.message.c_str());
  ImGui::PopTextWrapPos();
  ImGui::SetCursorScreenPos(min);
  ImGui::Dummy({width, max.y - min.y});
  ui::recordProbe("Training/Failure", min, max, true, failure.message);
}

void drawFacts(const train::Snapshot& snapshot) {
  const CompactRows compact(CompactRows::Of::facts);
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  const auto pair = [half](const char* label, const std::string& value, const char* tooltip,
                           bool isFirst) {
    ui::nextFieldWidth(half);
    const float left = ImGui::GetCursorPosX();
    ui::fact(label, value, tooltip);
    if (isFirst) ImGui::SameLine(left + half + ImGui::GetStyle().ItemSpacing.x);
  };
  pair("Training/step", ui::grouped(snapshot.step), "Batches learned from.", true);
  pair("Training/time", duration(snapshot.seconds),
       "Time spent training, without pauses and evaluations.", false);
  pair("Training/epoch", shortNumber(std::floor(snapshot.epoch * 100.0) / 100.0),
       "Passes through the training samples.", true);
  pair("Training/speed", compactNumber(snapshot.imagesPerSecond) + "/s",
       "Samples learned from in a second, over the last second.", false);
}

}  // namespace

void drawTrainingPanel(AppState& state, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Training", size, state.preferences.trainingOpen)) {
    drawButtons(state, requests);
    if (state.snapshot && state.snapshot->failure) drawFailure(*state.snapshot->failure);
    {
      const CompactRows compact(CompactRows::Of::fields);
      drawLiveFields(state, requests);
      drawFixedFields(state);
    }
    if (hasRun(state)) drawFacts(*state.snapshot);
  }
  ui::endPanel();
}

}  // namespace latlas::app
