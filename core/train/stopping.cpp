#include "core/train/stopping.h"

#include <cmath>
#include <cstdio>

#include "core/base/number_text.h"

namespace latlas::train {
namespace {

// "4,220"
std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto place = static_cast<std::ptrdiff_t>(text.size()) - 3; place > 0; place -= 3)
    text.insert(static_cast<std::size_t>(place), ",");
  return text;
}

std::string counted(double number, const char* what) {
  return numberText(number) + " " + what + (number == 1.0 ? "" : "s");
}

}  // namespace

Goals Goals::ahead(const model::TrainConfig& train, std::int64_t epoch, double seconds) {
  Goals goals{train.epochs, train.stopAfter};
  if (goals.epochs > 0 && epoch >= goals.epochs) goals.epochs = epoch + train.epochs;
  if (goals.seconds > 0.0 && seconds >= goals.seconds) goals.seconds = seconds + train.stopAfter;
  return goals;
}

bool Goals::isReached(std::int64_t epoch, double secondsNow) const {
  return (epochs > 0 && epoch >= epochs) || (seconds > 0.0 && secondsNow >= seconds);
}

std::string Goals::reason(std::int64_t epoch, double secondsNow) const {
  if (epochs > 0 && epoch >= epochs)
    return "reached " + counted(static_cast<double>(epochs), "epoch");
  if (seconds > 0.0 && secondsNow >= seconds) {
    char text[64];
    std::snprintf(text, sizeof text, "%.4g s are over", seconds);
    return text;
  }
  return {};
}

bool observe(Waiting& waiting, const Best* best, double epoch, double heldOutLoss, bool compares) {
  if (!compares) {
    waiting.comparedAt = -1.0;
    return false;
  }
  if (waiting.comparedAt >= 0.0) waiting.epochs += epoch - waiting.comparedAt;
  waiting.comparedAt = epoch;
  const bool isBetter = std::isfinite(heldOutLoss) && (!best || heldOutLoss < best->heldOutLoss);
  if (isBetter) waiting.epochs = 0.0;
  return isBetter;
}

std::string patienceReason(double patience, const Best& best) {
  char loss[32];
  std::snprintf(loss, sizeof loss, "%.4g", best.heldOutLoss);
  return "no better held-out loss for " + counted(patience, "epoch") + "; best was " + loss +
         " at step " + grouped(best.step);
}

bool changesComparison(const model::Config& before, const model::Config& after) {
  model::LossConfig loss = after.loss;
  // These lead to the same objective on other ways.
  loss.klSchedule = before.loss.klSchedule;
  loss.klEpochs = before.loss.klEpochs;
  loss.capacitySteps = before.loss.capacitySteps;
  return loss != before.loss || before.model.sigma != after.model.sigma;
}

}  // namespace latlas::train
