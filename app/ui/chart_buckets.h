// The arithmetic of the line chart, without any drawing: a series as one bucket a pixel.
// Threading: pure functions, any thread.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "app/ui/chart_smoothing.h"
#include "app/ui/line_chart.h"

namespace latlas::ui {

// The finite values of one column of pixels: enough to draw it as if every point were drawn.
struct ChartColumn {
  double x = 0.0;  // the point's own where it is alone in its column, else the column's middle
  double first = 0.0, last = 0.0;
  double low = 0.0, high = 0.0;
};

struct NotFinite {
  double x = 0.0;      // of the first one in its column
  float value = 0.0f;  // which it is
};

struct ChartCurve {
  std::vector<ChartColumn> columns;               // ascending x; empty columns are left out
  std::vector<std::pair<double, double>> smooth;  // x, average; empty without smoothing
  std::vector<NotFinite> notFinite;               // at most one a column
};

// A range of steps, cut into columns of equal width on the axis.
struct ChartColumns {
  double from = 0.0, to = 1.0;
  int count = 1;
  bool logarithmic = false;  // then from > 0

  // Where column `i` begins; `count` names the end.
  double edge(int i) const;
};

// One neighbour outside on each side is kept, so that a zoomed curve runs on to the border. Takes
// O(columns log rows). `smooth`: null without smoothing, else it follows the series.
ChartCurve bucketCurve(const series::Series& series, std::size_t column,
                       const ChartColumns& columns, const ChartSmoothing* smooth);

// The row whose step is nearest to `x`; the series is not empty.
std::size_t nearestRow(const series::Series& series, double x);

}  // namespace latlas::ui
