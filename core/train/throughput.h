// Images a second over the last half second of training.
#pragma once

#include <cstdint>

namespace latlas::train {

class Throughput {
 public:
  void add(double seconds, std::int64_t images) {
    constexpr double window = 0.5;  // s: steady to the eye, and soon there
    seconds_ += seconds;
    images_ += images;
    if (seconds_ < window) return;
    imagesPerSecond_ = static_cast<double>(images_) / seconds_;
    seconds_ = 0.0;
    images_ = 0;
  }
  // 0: not known yet.
  double imagesPerSecond() const { return imagesPerSecond_; }

 private:
  double seconds_ = 0.0, imagesPerSecond_ = 0.0;
  std::int64_t images_ = 0;
};

}  // namespace latlas::train
