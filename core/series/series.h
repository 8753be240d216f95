// A table of numbers that grows by rows: float columns over ascending steps. Appending costs the
// same however long the table is, a copy shares all that is full, and the extremes of any range of
// rows are found in logarithmic time, so that a curve of a million steps is drawn without reading
// them all and without losing a spike.
// Memory: a row of full chunks takes 4 bytes for each column that changes within its chunk and for
// its epoch, 8 for its time and about 2 for extremes and tables; columns that stay the same (a
// learning rate) and regular steps take next to nothing (series_chunk.h). A million steps with seven
// columns, five of which change, take 34 MB. Packing their bits took half of that and was slower in
// everything else: appending 4 times, reading 2 times. Beside that, up to 1,023 rows wait as they are.
// Threading: a value; a writer appends to its own and hands out copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/series/extent.h"

namespace latlas::series {

struct RecordHead {
  std::int64_t step = 0;
  double epoch = 0.0;    // fractional, kept as a float
  double seconds = 0.0;  // of training, kept in whole microseconds

  bool operator==(const RecordHead&) const = default;
};

struct SeriesNode;

class Series {
 public:
  // Names as in history.csv: "loss", "gradient_norm", "kl_0".
  Series() : Series(std::vector<std::string>{}) {}
  explicit Series(std::vector<std::string> columns);

  const std::vector<std::string>& columns() const { return *columns_; }
  std::optional<std::size_t> column(std::string_view name) const;

  // `values`: one a column. Throws Error when their number is another or the step descends.
  void append(const RecordHead& head, std::span<const float> values);

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  // `row` < size(), `column` < columns().size().
  std::int64_t step(std::size_t row) const;
  double epoch(std::size_t row) const;
  double seconds(std::size_t row) const;
  RecordHead head(std::size_t row) const { return {step(row), epoch(row), seconds(row)}; }
  float value(std::size_t column, std::size_t row) const;
  // The values of rows [first, first + out.size()), faster than one by one.
  void read(std::size_t column, std::size_t first, std::span<float> out) const;

  // Over rows [first, last); O(log size()).
  Extent extent(std::size_t column, std::size_t first, std::size_t last) const;
  // The first row whose step is at least `wanted`, size() if there is none; O(log size()).
  std::size_t rowAt(std::int64_t wanted) const;

  // The same rows with these columns, in this order; what a row lacks is missing.
  Series withColumns(std::vector<std::string> columns) const;

  // What the full chunk with that row is known by, null when it is not full yet. Two tables with
  // the same chunk have the same rows up to its end: whoever computed something from them once
  // need not again.
  std::shared_ptr<const void> chunkOf(std::size_t row) const;
  static std::size_t chunkRows();

  // Bit for bit: a NaN equals the same NaN.
  bool operator==(const Series& other) const;

 private:
  using NodePtr = std::shared_ptr<const SeriesNode>;
  struct Tail {
    std::vector<std::int64_t> steps, microseconds;
    std::vector<float> epochs;
    std::vector<float> values;  // row by row

    // Its memory stays for the next rows.
    void clear() {
      steps.clear();
      microseconds.clear();
      epochs.clear();
      values.clear();
    }
  };
  const NodePtr& chunkAt(std::size_t chunk) const;  // chunk < chunks_
  void seal();

  std::shared_ptr<const std::vector<std::string>> columns_;
  // Full chunks as the digits of their number: [0] has the newest ones, [n] trees of 32^n chunks,
  // oldest first; at most 31 each.
  std::vector<std::vector<NodePtr>> levels_;
  std::size_t chunks_ = 0;
  Tail tail_;  // less than a chunk
};

// The last value of the column, if there is one.
std::optional<float> newest(const Series& series, std::string_view column);

}  // namespace latlas::series
