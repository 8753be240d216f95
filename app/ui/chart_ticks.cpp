#include "app/ui/chart_ticks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/ui/widgets.h"

namespace latlas::ui {

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
  for (int power = static_cast<int>(std::floor(std::log10(low))); std::pow(10.0, power) <= high;
       power += every)
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
  std::string digits(text);
  const auto point = digits.find('.');
  const std::string whole = digits.substr(0, point);
  const std::string rest = point == std::string::npos ? "" : digits.substr(point);
  if (std::fabs(value) < 1000.0) return digits;
  return grouped(std::stoll(whole)) + rest;
}

}  // namespace latlas::ui
