// When a run comes to its end by itself, and how that is said.
#pragma once

#include <cstdint>
#include <string>

#include "core/train/snapshot.h"

namespace latlas::train {

// How far a run goes; 0: no end.
struct Goals {
  std::int64_t epochs = 0;  // in all
  double seconds = 0.0;     // of training, in all

  // As configured; each that is reached already is moved as far ahead again.
  static Goals ahead(const model::TrainConfig& train, std::int64_t epoch, double seconds);
  bool isReached(std::int64_t epoch, double secondsNow) const;
  // "reached 10 epochs", "60 s are over"; empty when none is reached.
  std::string reason(std::int64_t epoch, double secondsNow) const;
};

// Takes note of an evaluation. `compares`: of an objective in its full form, so that its loss
// compares with those before. True: it is the best, as far as those compare.
bool observe(Waiting& waiting, const Best* best, double epoch, double heldOutLoss, bool compares);

// "no better held-out loss for 3 epochs; best was 98.2 at step 4,220"
std::string patienceReason(double patience, const Best& best);

// What changes the loss that evaluations are compared by; after it the best one says nothing more.
bool changesComparison(const model::Config& before, const model::Config& after);

}  // namespace latlas::train
