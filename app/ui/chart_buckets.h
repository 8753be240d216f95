// The arithmetic of the line chart, without any drawing: a series as one bucket a pixel, smoothing,
// and the places of ticks.
// Threading: pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "app/ui/line_chart.h"

namespace latlas::ui {

// The finite values of one column of pixels: enough to draw it as if every point were drawn.
struct ChartColumn {
  double x = 0.0;  // the point's own where it is alone in its column, else the column's middle
  double first = 0.0, last = 0.0;
  double low = 0.0, high = 0.0;
};

struct ChartCurve {
  std::vector<ChartColumn> columns;                // ascending x; empty columns are left out
  std::vector<std::pair<double, double>> smooth;   // x, average; empty without smoothing
  std::vector<double> notFinite;                   // x, at most one a column
};

// `series` over [from, to] in `columns` columns. One neighbour outside on each side is kept, so
// that a zoomed curve runs on to the border. Calls x O(columns log count) times and y once a point.
// The average is an exponential moving one with weight `smoothing` on the past, bias corrected as
// in Adam (Kingma & Ba 2015); values that are not finite do not enter it.
ChartCurve bucketCurve(const ChartSeries& series, double from, double to, int columns,
                       float smoothing);

// The index whose x is nearest to `x`; the series is not empty.
std::size_t nearestIndex(const ChartSeries& series, double x);

// 1, 2 or 5 times a power of ten, so that about `wanted` steps fill [low, high]; low < high.
double tickStep(double low, double high, int wanted);
// The multiples of it within [low, high]; none when the range is empty.
std::vector<double> linearTicks(double low, double high, int wanted);
// For a logarithmic axis, 0 < low < high: powers of ten, with 2 and 5 between them where there is
// room; linear ones within less than a decade.
std::vector<double> logTicks(double low, double high, int wanted);

// With as many decimals as neighbouring ticks need to differ, and thousands in groups.
std::string tickLabel(double value, double step);

}  // namespace latlas::ui
