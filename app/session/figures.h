// What the program measures of itself while it runs, for the menu bar and the benchmarks.
// Threading: UI thread.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace latlas::app {

// Times, of which the newest are kept: a window may be open for weeks.
class Durations {
 public:
  // Half an hour of frames at 60 a second, in less than a megabyte.
  static constexpr std::size_t kMostKept = 108'000;

  void add(double milliseconds);
  // {"count", "p50", "p99", "max"}: how many there were; the others of those kept, by nearest rank.
  nlohmann::json summary() const;

 private:
  std::vector<double> kept_;  // a ring once it is full
  std::size_t count_ = 0;
};

class Figures {
 public:
  // Milliseconds spent on a frame, from taking what arrived to the swapped buffer.
  void frame(double milliseconds) { frames_.add(milliseconds); }
  // From the frame in which a slider moved to the end of the frame that shows its image.
  void sliderToTexture(double milliseconds) { sliderToTexture_.add(milliseconds); }
  // From the start of the process to the end of the first frame.
  void firstFrame(double seconds) { firstFrameSeconds_ = seconds; }
  void imagesPerSecond(double value) { imagesPerSecond_ = value; }

  // Forgets what it has of frames and sliders.
  void beginAnew() {
    frames_ = {};
    sliderToTexture_ = {};
  }

  // {"frame_ms": {"count", "p50", "p99", "max"}, "slider_to_texture_ms": {...}, "first_frame_s",
  // "images_per_second"}
  nlohmann::json toJson() const;

 private:
  Durations frames_, sliderToTexture_;
  double firstFrameSeconds_ = 0.0, imagesPerSecond_ = 0.0;
};

// Seconds since this process was started, to 1/100 s.
double secondsSinceProcessStart();

}  // namespace latlas::app
