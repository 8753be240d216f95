#include "app/ui/chart_buckets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace latlas::ui {
namespace {

// The first row in [begin, size) whose step is at least `x`. Steps are mostly evenly spaced: looks
// where it should be, then ever further around it.
std::size_t rowFrom(const series::Series& series, std::size_t begin, double x) {
  const std::size_t size = series.size();
  if (begin >= size) return size;
  const auto stepOf = [&series](std::size_t row) { return static_cast<double>(series.step(row)); };
  const double here = stepOf(begin), last = stepOf(size - 1);
  if (here >= x) return begin;
  if (last < x) return size;
  const double share = (x - here) / (last - here);
  // Now step(begin) < x <= step(size - 1).
  std::size_t low = begin, high = size - 1;
  std::size_t guess =
      begin + static_cast<std::size_t>(std::ceil(share * static_cast<double>(size - 1 - begin)));
  guess = std::clamp(guess, low + 1, high);
  for (std::size_t reach = 1; high - low > 1; reach *= 2) {
    if (stepOf(guess) >= x) {
      high = guess;
      guess = high - low > reach ? high - reach : low + 1;
    } else {
      low = guess;
      guess = high - low > reach ? low + reach : high - 1;
    }
    guess = std::clamp(guess, low + 1, std::max(low + 1, high - 1));
  }
  return high;
}

// The first row in [first, last) that is not finite; there is one.
std::size_t firstNotFinite(const series::Series& series, std::size_t column, std::size_t first,
                           std::size_t last) {
  while (last - first > 1) {
    const std::size_t middle = first + (last - first) / 2;
    if (series.extent(column, first, middle).notFinite)
      last = middle;
    else
      first = middle;
  }
  return first;
}

double finiteFrom(const series::Series& series, std::size_t column, std::size_t row,
                  int direction) {
  float value = series.value(column, row);
  while (!std::isfinite(value)) {
    row = direction > 0 ? row + 1 : row - 1;
    value = series.value(column, row);
  }
  return static_cast<double>(value);
}

}  // namespace

double ChartColumns::edge(int i) const {
  if (i >= count) return std::nextafter(to, std::numeric_limits<double>::infinity());
  const double share = static_cast<double>(i) / count;
  return logarithmic ? from * std::pow(to / from, share) : from + (to - from) * share;
}

ChartCurve bucketCurve(const series::Series& series, std::size_t column,
                       const ChartColumns& columns, const ChartSmoothing* smooth) {
  ChartCurve curve;
  if (series.empty() || columns.count < 1 || !(columns.to >= columns.from)) return curve;
  std::optional<ChartSmoothing::Reader> average;
  if (smooth) average.emplace(*smooth, series);

  // Adds rows [begin, end) as one column.
  const auto add = [&](std::size_t begin, std::size_t end, double middle) {
    if (begin == end) return;
    const bool alone = end - begin == 1;
    const double x = alone ? static_cast<double>(series.step(begin)) : middle;
    const series::Extent extent = series.extent(column, begin, end);
    if (extent.any()) {
      curve.columns.push_back({x, finiteFrom(series, column, begin, 1),
                               finiteFrom(series, column, end - 1, -1),
                               static_cast<double>(extent.low), static_cast<double>(extent.high)});
      if (average)
        if (const auto smoothed = average->at(end - 1)) curve.smooth.emplace_back(x, *smoothed);
    }
    if (!extent.notFinite) return;
    const std::size_t row = firstNotFinite(series, column, begin, end);
    const auto step = static_cast<double>(series.step(row));
    if (step >= columns.from && step <= columns.to)
      curve.notFinite.push_back({step, series.value(column, row)});
  };

  std::size_t begin = rowFrom(series, 0, columns.from);
  if (begin > 0) add(begin - 1, begin, columns.from);
  for (int i = 0; i < columns.count && begin < series.size(); ++i) {
    const double left = columns.edge(i), right = columns.edge(i + 1);
    const std::size_t end = rowFrom(series, begin, right);
    add(begin, end, columns.logarithmic ? std::sqrt(left * right) : (left + right) / 2.0);
    begin = end;
  }
  if (begin < series.size()) add(begin, begin + 1, columns.to);
  return curve;
}

std::size_t nearestRow(const series::Series& series, double x) {
  const std::size_t above = rowFrom(series, 0, x);
  if (above == 0) return 0;
  if (above == series.size()) return series.size() - 1;
  const auto distance = [&](std::size_t row) {
    return std::fabs(static_cast<double>(series.step(row)) - x);
  };
  return distance(above - 1) <= distance(above) ? above - 1 : above;
}

}  // namespace latlas::ui
