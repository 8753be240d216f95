// An exponential moving average along a column of a series, bias corrected as in Adam (Kingma & Ba
// 2015): y_n = (1 - s) sum s^k x_{n-k} / (1 - s^n). It remembers where it was every few rows, so
// that what was appended is all that it reads again. Values that are not finite do not enter it.
// Threading: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/series/series.h"

namespace latlas::ui {

class ChartSmoothing {
 public:
  // From now on it speaks of this column, which it held on to before or takes up anew. `past`: the
  // weight s, in [0, 1).
  void follow(const series::Series& series, std::size_t column, double past);

  // The average up to and including `row`; none when nothing finite has come up to there. Cheapest
  // for ascending rows. `series`: the one followed.
  class Reader {
   public:
    Reader(const ChartSmoothing& smoothing, const series::Series& series)
        : smoothing_(smoothing), series_(series) {}
    std::optional<double> at(std::size_t row);

   private:
    const ChartSmoothing& smoothing_;
    const series::Series& series_;
    std::size_t next_ = 0;  // the first row that is not in the sum yet
    double sum_ = 0.0;
    std::int64_t count_ = 0;
  };

 private:
  struct State {
    double sum = 0.0;        // without the correction
    std::int64_t count = 0;  // finite values
  };
  void advance(const series::Series& series, std::size_t first, std::size_t last,
               State& state) const;

  std::size_t column_ = 0;
  double past_ = 0.0;
  std::vector<State> states_;  // before each block of rows of a full chunk, and behind the last
  std::shared_ptr<const void> lastChunk_;
};

}  // namespace latlas::ui
