#include "core/base/format.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace latlas {
namespace {

template <class... Values>
std::string printed(const char* format, Values... values) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, values...);
  return buffer.data();
}

// Three significant digits, without an exponent.
std::string threeDigits(double value) {
  // 99.95 and 9.995 would round up to four digits.
  if (value >= 99.95) return printed("%.0f", value);
  return value >= 9.995 ? printed("%.1f", value) : printed("%.2f", value);
}

}  // namespace

std::string compactNumber(double value) {
  if (!std::isfinite(value) || value < 0.0) return "-";
  if (value < 999.5) return printed("%.0f", value);
  if (value < 999.5e3) return threeDigits(value / 1e3) + "k";
  return threeDigits(value / 1e6) + "M";
}

std::string duration(double seconds) {
  if (seconds < 59.95) return printed("%.1f s", seconds);
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole < 3600) return printed("%lld m %02lld s", whole / 60, whole % 60);
  return printed("%lld h %02lld m", whole / 3600, whole % 3600 / 60);
}

std::string byteSize(std::int64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (value < 1e3) return printed("%.0f bytes", value);
  if (value < 999.5e3) return threeDigits(value / 1e3) + " kB";
  if (value < 999.5e6) return threeDigits(value / 1e6) + " MB";
  return threeDigits(value / 1e9) + " GB";
}

std::string shortNumber(double value) {
  if (!std::isfinite(value)) return "not finite";
  return printed("%.4g", value);
}

}  // namespace latlas
