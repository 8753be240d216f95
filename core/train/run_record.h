// A run as far as it has come. The run at hand has one, and so has everything that is made of it
// for others: a snapshot to be shown, a checkpoint to go on from.
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/dataset.h"
#include "core/model/config.h"
#include "core/train/history.h"

namespace latlas::train {

struct RunRecord {
  std::uint64_t run = 0;     // serial of its Load; 0: nothing was loaded, or it is from a file
  data::DatasetPtr dataset;  // null when it was read from a file
  model::Config config;      // with the live keys as they are now
  std::int64_t step = 0;
  double seconds = 0.0;  // of training, without pauses and evaluations
  History history;
  std::vector<Event> events;

  // The record alone of what is more than that, to be read or assigned as a whole.
  RunRecord& record() { return *this; }
  const RunRecord& record() const { return *this; }
};

}  // namespace latlas::train
