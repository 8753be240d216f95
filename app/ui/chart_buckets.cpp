#include "app/ui/chart_buckets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

// The first index in [begin, count) whose x is not below `x`.
std::size_t lowerBound(const ChartSeries& series, std::size_t begin, double x) {
  std::size_t end = series.count;
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (series.x(middle) < x) begin = middle + 1;
    else end = middle;
  }
  return begin;
}

class MovingAverage {
 public:
  explicit MovingAverage(double past) : past_(past) {}
  double add(double value) {
    sum_ = past_ * sum_ + (1.0 - past_) * value;
    weight_ = past_ * weight_ + (1.0 - past_);
    return sum_ / weight_;
  }

 private:
  double past_;
  double sum_ = 0.0, weight_ = 0.0;
};

// Where the average has to begin so that what lies before weighs less than e^-16.
std::size_t warmUpStart(std::size_t begin, double past) {
  const double reach = 16.0 / (1.0 - past);
  return static_cast<double>(begin) > reach ? begin - static_cast<std::size_t>(reach) : 0;
}

}  // namespace

ChartCurve bucketCurve(const ChartSeries& series, double from, double to, int columns,
                       float smoothing) {
  ChartCurve curve;
  if (series.count == 0 || columns < 1 || !(to >= from)) return curve;
  std::size_t begin = lowerBound(series, 0, from);
  if (begin > 0) --begin;
  const double width = (to - from) / columns;
  const bool smooth = smoothing > 0.0f;
  MovingAverage average(smoothing);
  std::optional<double> averaged;
  if (smooth)
    for (std::size_t i = warmUpStart(begin, smoothing); i < begin; ++i)
      if (const double y = series.y(i); std::isfinite(y)) averaged = average.add(y);

  // Column -1 holds the neighbour on the left, column `columns` the one on the right.
  for (int column = -1; column <= columns && begin < series.count; ++column) {
    std::size_t end = begin + 1;
    if (column >= 0 && column < columns) {
      const double right = column + 1 < columns ? from + (column + 1) * width
                                                : std::nextafter(to, to + 1.0 + std::fabs(to));
      end = lowerBound(series, begin, right);
    } else if (column < 0 && series.x(begin) >= from) {
      continue;
    }
    if (end == begin) continue;

    ChartColumn bucket;
    bool any = false, wrong = false;
    for (std::size_t i = begin; i < end; ++i) {
      const double y = series.y(i);
      if (!std::isfinite(y)) {
        wrong = true;
        continue;
      }
      if (!any) bucket.first = bucket.low = bucket.high = y;
      any = true;
      bucket.last = y;
      bucket.low = std::min(bucket.low, y);
      bucket.high = std::max(bucket.high, y);
      if (smooth) averaged = average.add(y);
    }
    bucket.x = end - begin == 1 ? series.x(begin) : from + (column + 0.5) * width;
    if (any) curve.columns.push_back(bucket);
    if (any && smooth) curve.smooth.emplace_back(bucket.x, *averaged);
    if (wrong && bucket.x >= from && bucket.x <= to) curve.notFinite.push_back(bucket.x);
    begin = end;
  }
  return curve;
}

std::size_t nearestIndex(const ChartSeries& series, double x) {
  const std::size_t above = lowerBound(series, 0, x);
  if (above == 0) return 0;
  if (above == series.count) return series.count - 1;
  return x - series.x(above - 1) <= series.x(above) - x ? above - 1 : above;
}

double tickStep(double low, double high, int wanted) {
  const double rough = (high - low) / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough * 0.999) return factor * power;
  return 10.0 * power;
}

std::vector<double> linearTicks(double low, double high, int wanted) {
  std::vector<double> ticks;
  if (!(high > low) || wanted < 1) return ticks;
  const double step = tickStep(low, high, wanted);
  const double first = std::ceil(low / step - 1e-9);
  for (double n = first; n * step <= high + step * 1e-9; n += 1.0) ticks.push_back(n * step);
  return ticks;
}

std::vector<double> logTicks(double low, double high, int wanted) {
  const double decades = std::log10(high / low);
  if (decades < 1.0) return linearTicks(low, high, wanted);
  std::vector<double> ticks;
  const bool between = decades * 3.0 <= wanted + 1.0;
  const int every = std::max(1, static_cast<int>(std::ceil(decades / wanted)));
  for (int power = static_cast<int>(std::floor(std::log10(low)));
       std::pow(10.0, power) <= high; power += every)
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double tick = factor * std::pow(10.0, power);
      if ((factor == 1.0 || between) && tick >= low && tick <= high) ticks.push_back(tick);
    }
  return ticks;
}

std::string tickLabel(double value, double step) {
  if (value == 0.0) return "0";
  char text[48];
  // Beyond these a row of digits is harder to read than a power of ten.
  if (std::fabs(value) < 1e-4 || std::fabs(value) >= 1e9) {
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
  }
  const int decimals =
      step > 0.0 ? std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6) : 3;
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  const std::string digits(text);
  const auto point = digits.find('.');
  const std::string whole = digits.substr(0, point);
  const std::string rest = point == std::string::npos ? "" : digits.substr(point);
  if (std::fabs(value) < 1000.0) return digits;
  return grouped(std::stoll(whole)) + rest;
}

}  // namespace latlas::ui
