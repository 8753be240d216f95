// Which rows a step sees. A cursor says where in the epoch a run is, so the batch size may change
// from one step to the next, and a run that resumes there goes on as if it had never stopped.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace latlas::train {

struct Position {
  std::int64_t epoch = 0;
  std::int64_t consumed = 0;  // rows of it that were trained on, fewer than all

  bool operator==(const Position&) const = default;
};

class Batches {
 public:
  Batches() = default;
  // `rows`: the training part.
  Batches(std::vector<std::int64_t> rows, std::uint64_t seed);

  std::int64_t rowCount() const { return static_cast<std::int64_t>(rows_.size()); }
  const std::vector<std::int64_t>& allRows() const { return rows_; }
  // In steps of this many, the last of which may be short.
  std::int64_t stepsPerEpoch(int batch) const { return (rowCount() + batch - 1) / batch; }

  // epoch + consumed / rows
  double epochAt(const Position& position) const;

  // Rows in the next batch: `batch`, or what the epoch has left. A rest of fewer than `least` rows,
  // which an objective could not compare with each other, is taken along.
  std::int64_t countAt(const Position& position, int batch, int least = 1) const;
  Position after(Position position, std::int64_t count) const;

  struct Part {
    std::span<const std::int64_t> places;  // among the training part
    std::span<const std::int64_t> rows;    // of the dataset
  };
  // The next `count` rows. Every epoch has an order of its own. Valid until the next call.
  Part at(const Position& position, std::int64_t count);

  // Where a run was after `step` steps of one batch size, for runs that did not say.
  Position positionAfter(std::int64_t step, int batch) const;

 private:
  std::vector<std::int64_t> rows_;
  std::vector<std::int64_t> places_, order_;  // of epoch orderEpoch_: places, and the rows there
  std::int64_t orderEpoch_ = -1;
  std::uint64_t seed_ = 0;
};

}  // namespace latlas::train
