// What the program measures of itself while it runs, for the menu bar and the benchmarks.
// Threading: UI thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace latlas::app {

class Figures {
 public:
  // Milliseconds spent on a frame, from taking what arrived to the swapped buffer.
  void frame(double milliseconds) { frames_.push_back(milliseconds); }
  // From the frame in which a slider moved to the end of the frame that shows its image.
  void sliderToTexture(double milliseconds) { sliderToTexture_.push_back(milliseconds); }
  // From the start of the process to the end of the first frame.
  void firstFrame(double seconds) { firstFrameSeconds_ = seconds; }
  void imagesPerSecond(double value) { imagesPerSecond_ = value; }

  // Forgets what it has of frames and sliders.
  void beginAnew() {
    frames_.clear();
    sliderToTexture_.clear();
  }

  // {"frame_ms": {"count", "p50", "p99", "max"}, "slider_to_texture_ms": {...}, "first_frame_s",
  // "images_per_second"}
  nlohmann::json toJson() const;

 private:
  std::vector<double> frames_, sliderToTexture_;
  double firstFrameSeconds_ = 0.0, imagesPerSecond_ = 0.0;
};

// Seconds since this process was started, to 1/100 s.
double secondsSinceProcessStart();

}  // namespace latlas::app
