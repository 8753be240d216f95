#include "app/training/training_facts.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/ui/compact_rows.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

struct Fact {
  const char* label;
  std::string value, tooltip;
};

// What a schedule makes of a knob, while there is one.
void addScheduled(std::vector<Fact>& facts, const train::Snapshot& snapshot) {
  const model::Config& config = snapshot.config;
  const model::TrainConfig& train = config.train;
  if (train.rateSchedule != model::RateSchedule::constant || train.rateWarmUp > 0.0)
    facts.push_back({"Training/rate now", shortNumber(snapshot.learningRate),
                     "The learning rate of the next step, by its schedule."});
  if (config.loss.klSchedule != model::KlSchedule::constant && model::isUsed(config, "kl_schedule"))
    facts.push_back({"Training/KL weight", shortNumber(snapshot.klScale),
                     "What the KL's schedule multiplies its weight by, from 0 to 1."});
  if (config.loss.capacity > 0.0 && model::isUsed(config, "capacity"))
    facts.push_back({"Training/C now", shortNumber(snapshot.capacity) + " nats",
                     "To which the KL is led now; it rises to the capacity."});
}

std::vector<Fact> factsOf(const train::Snapshot& snapshot) {
  std::vector<Fact> facts{
      {"Training/step", ui::grouped(snapshot.step), "Batches learned from."},
      {"Training/time", duration(snapshot.seconds),
       "Time spent training, without pauses and evaluations."},
      {"Training/epoch", shortNumber(std::floor(snapshot.epoch * 100.0) / 100.0),
       "Passes through the training samples."},
      {"Training/speed", compactNumber(snapshot.imagesPerSecond) + "/s",
       "Samples learned from in a second, over the last half second."}};
  // Its line is there before its value, so that the buttons above stay where they are.
  const auto norm = series::newest(snapshot.history.train, "gradient_norm");
  facts.push_back({"Training/gradient", norm ? shortNumber(*norm) : "-",
                   "Norm of the last step's gradient over all weights, before clipping."});
  addScheduled(facts, snapshot);
  if (snapshot.best)
    facts.push_back({"Training/best", shortNumber(snapshot.best->heldOutLoss),
                     "The lowest held-out loss, at step " + ui::grouped(snapshot.best->step) +
                         "; its weights are kept. In nats a sample."});
  else if (snapshot.config.train.patience > 0.0)
    facts.push_back({"Training/best", "-", "The lowest held-out loss, once there is one."});
  return facts;
}

}  // namespace

void drawTrainingFailure(const Failure& failure) {
  const ImVec4& colour = ui::palette().error;
  const float padding = ui::scaled(8.0f);
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 text = ImGui::CalcTextSize(failure.message.c_str(), nullptr, false,
                                          std::max(1.0f, width - 2 * padding));
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

void drawTrainingFacts(const train::Snapshot& snapshot) {
  const CompactRows compact(CompactRows::Of::facts);
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float half = (ImGui::GetContentRegionAvail().x - gap) / 2;
  const float left = ImGui::GetCursorPosX();
  bool isFirst = true;
  for (const Fact& fact : factsOf(snapshot)) {
    if (!isFirst) ImGui::SameLine(left + half + gap);
    ui::nextFieldWidth(half);
    ui::fact(fact.label, fact.value, fact.tooltip);
    isFirst = !isFirst;
  }
}

}  // namespace latlas::app
