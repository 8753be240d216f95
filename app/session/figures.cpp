#include "app/session/figures.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace latlas::app {
namespace {

// Nearest rank.
double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  const auto rank = static_cast<std::size_t>(
      std::max(0.0, std::ceil(share * static_cast<double>(values.size())) - 1.0));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank),
                   values.end());
  return values[rank];
}

}  // namespace

void Durations::add(double milliseconds) {
  if (kept_.size() < kMostKept)
    kept_.push_back(milliseconds);
  else
    kept_[count_ % kMostKept] = milliseconds;
  ++count_;
}

nlohmann::json Durations::summary() const {
  return {{"count", count_},
          {"p50", percentile(kept_, 0.5)},
          {"p99", percentile(kept_, 0.99)},
          {"max", percentile(kept_, 1.0)}};
}

nlohmann::json Figures::toJson() const {
  return {{"frame_ms", frames_.summary()},
          {"slider_to_texture_ms", sliderToTexture_.summary()},
          {"first_frame_s", firstFrameSeconds_},
          {"images_per_second", imagesPerSecond_}};
}

double secondsSinceProcessStart() {
  std::ifstream file("/proc/self/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  // The program's name, field 2, may hold spaces; it ends at the last parenthesis. Field 22 is
  // the start in clock ticks since boot (proc(5)).
  std::istringstream rest(text.substr(text.rfind(')') + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) rest >> field;
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) -
         std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace latlas::app
