// The losses of a whole run. Copying one is cheap: full chunks are shared and never change.
// Threading: a value; the trainer appends to its own and publishes copies.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace latlas::train {

struct HistoryPoint {
  std::int64_t step = 0;
  double epoch = 0.0;    // fractional
  double seconds = 0.0;  // of training
  model::Losses losses;

  bool operator==(const HistoryPoint&) const;
};

class HistorySeries {
 public:
  void append(const HistoryPoint& point);
  std::size_t size() const { return full_.size() * kChunk + tail_.size(); }
  bool empty() const { return size() == 0; }
  const HistoryPoint& operator[](std::size_t index) const {
    return index / kChunk < full_.size() ? (*full_[index / kChunk])[index % kChunk]
                                         : tail_[index % kChunk];
  }
  const HistoryPoint& back() const { return (*this)[size() - 1]; }

 private:
  static constexpr std::size_t kChunk = 1024;  // a copy moves at most this many points
  using Chunk = std::vector<HistoryPoint>;
  std::vector<std::shared_ptr<const Chunk>> full_;
  Chunk tail_;
};

struct History {
  HistorySeries train;    // every step
  HistorySeries heldOut;  // every evaluation
};

// Something the user changed while the run went on.
struct Event {
  std::int64_t step = 0;
  std::string what;  // "lr", "beta"
  double from = 0.0, to = 0.0;

  bool operator==(const Event&) const = default;
};

}  // namespace latlas::train
