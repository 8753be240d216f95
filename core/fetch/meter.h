// How far a download of several files is and how fast it goes, as text for a Progress.
// Threading: one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>

#include "core/base/job.h"

namespace latlas::fetch {

class Meter {
 public:
  // `total`: bytes of all files.
  Meter(Progress& progress, std::int64_t total);

  // The bytes of the files that are done; the next file begins behind them.
  void fileDone(std::int64_t bytes);
  // A transfer begins at this byte of the file. What was there before does not count as speed.
  void begin(std::int64_t at);
  // The transfer is at this byte. Throws Cancelled.
  void reached(std::int64_t at);
  // Nothing new, only a chance to stop. Throws Cancelled.
  void look();
  // Something other than a transfer goes on at this byte of the file: "checking". Throws Cancelled.
  void say(const std::string& what, std::int64_t at);

 private:
  using Clock = std::chrono::steady_clock;
  struct Sample {
    Clock::time_point time;
    std::int64_t at;
  };

  void report(const std::string& suffix);
  double bytesPerSecond() const;

  Progress& progress_;
  std::int64_t total_, done_ = 0, at_ = 0;
  std::deque<Sample> samples_;  // of the last seconds, oldest first
};

}  // namespace latlas::fetch
