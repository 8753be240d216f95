#include "core/fetch/meter.h"

#include <algorithm>
#include <cstdio>

namespace latlas::fetch {
namespace {

using namespace std::chrono_literals;

constexpr auto kReportInterval = 100ms;  // as often as a progress bar is drawn
constexpr auto kRateWindow = 3s;         // over which the speed is an average

std::string megabytes(double bytes) {
  char text[32];
  std::snprintf(text, sizeof text, bytes < 99.95e6 ? "%.1f" : "%.0f", bytes / 1e6);
  return text;
}

}  // namespace

Meter::Meter(Progress& progress, std::int64_t total) : progress_(progress), total_(total) {}

void Meter::fileDone(std::int64_t bytes) {
  done_ += bytes;
  at_ = 0;
  samples_.clear();
  report("");
}

void Meter::begin(std::int64_t at) {
  at_ = at;
  samples_.assign(1, {Clock::now(), at});
  report("");
}

void Meter::reached(std::int64_t at) {
  at_ = at;
  const auto now = Clock::now();
  if (samples_.empty() || now - samples_.back().time >= kReportInterval) {
    samples_.push_back({now, at});
    while (samples_.size() > 2 && now - samples_[1].time >= kRateWindow) samples_.pop_front();
  }
  look();
}

void Meter::look() {
  const double rate = bytesPerSecond();
  report(rate > 0.0 ? ", " + megabytes(rate) + " MB/s" : "");
}

void Meter::say(const std::string& what, std::int64_t at) {
  at_ = at;
  samples_.clear();
  report(", " + what);
}

void Meter::report(const std::string& suffix) {
  const auto reached = static_cast<double>(std::min(done_ + at_, total_));
  const auto total = static_cast<double>(total_);
  progress_.report(total > 0.0 ? reached / total : -1.0,
                   megabytes(reached) + " of " + megabytes(total) + " MB" + suffix);
}

double Meter::bytesPerSecond() const {
  if (samples_.size() < 2) return 0.0;
  const std::chrono::duration<double> span = Clock::now() - samples_.front().time;
  return static_cast<double>(at_ - samples_.front().at) / std::max(1e-3, span.count());
}

}  // namespace latlas::fetch
