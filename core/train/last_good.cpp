#include "core/train/last_good.h"

#include <algorithm>
#include <utility>

namespace latlas::train {
namespace {

// Seconds between two copies: what is lost at most when a run falls back.
constexpr double kInterval = 5.0;
// Copying takes at most this share of the time; large models are copied less often.
constexpr double kShare = 0.03;

}  // namespace

void LastGood::keepIfDue(const model::Learner& model, std::int64_t step,
                         const std::function<double()>& clock) {
  const double begun = clock();
  if (candidate_ || begun < nextCopy_) return;
  candidate_ = State{step, model.weights(), model.optimizerState()};
  const double ended = clock();
  nextCopy_ = ended + std::max(kInterval, (ended - begun) / kShare);
}

void LastGood::proven() {
  if (!candidate_) return;
  good_ = std::move(candidate_);
  candidate_.reset();
}

std::optional<std::int64_t> LastGood::restore(model::Learner& model) {
  candidate_.reset();
  if (!good_) return std::nullopt;
  model.setWeights(good_->weights);
  model.setOptimizerState(good_->optimizer);
  return good_->step;
}

}  // namespace latlas::train
