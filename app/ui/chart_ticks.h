// Where the ticks of an axis stand, and what they say.
// Threading: pure functions, any thread.
#pragma once

#include <string>
#include <vector>

namespace latlas::ui {

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
