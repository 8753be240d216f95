#include "core/train/history.h"

#include <utility>

namespace latlas::train {

bool HistoryPoint::operator==(const HistoryPoint& other) const {
  return step == other.step && epoch == other.epoch && seconds == other.seconds &&
         losses.loss == other.losses.loss &&
         losses.reconstruction == other.losses.reconstruction && losses.kl == other.losses.kl;
}

void HistorySeries::append(const HistoryPoint& point) {
  tail_.push_back(point);
  if (tail_.size() < kChunk) return;
  full_.push_back(std::make_shared<const Chunk>(std::move(tail_)));
  tail_ = Chunk();
}

}  // namespace latlas::train
