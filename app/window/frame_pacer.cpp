#include "app/window/frame_pacer.h"

#include <algorithm>

namespace latlas::app {
namespace {

// Seconds. A little faster than the usual screen, so that its refresh sets the pace where there is
// one, and an image under a moving slider is a frame behind and not two.
constexpr double kInputFrame = 1.0 / 75.0;
// Where the processor draws, it rests for as long as a frame took before the next, so that training
// keeps its share while a slider is dragged; at the slowest the image is two frames of a screen
// behind.
constexpr double kDrawShare = 2.0;
constexpr double kSlowestInputFrame = 1.0 / 40.0;
constexpr double kWorkFrame = 1.0 / 30.0;
constexpr int kSettleFrames = 3;
// Tooltips appear when the mouse has rested 0.4 s, so one frame is due a little later.
constexpr double kAfterglow = 0.5;

}  // namespace

void FramePacer::inputArrived(double now) {
  lastInput_ = now;
  settleFrames_ = kSettleFrames;
  afterglowWaits_ = true;
}

void FramePacer::frameDrawn(double begun, double took) {
  lastFrame_ = begun;
  inputInterval_ = std::clamp(kDrawShare * took, kInputFrame, kSlowestInputFrame);
  workWaits_ = false;
  if (settleFrames_ > 0) --settleFrames_;
  if (afterglowWaits_ && begun >= lastInput_ + kAfterglow) afterglowWaits_ = false;
}

double FramePacer::secondsUntilFrame(double now) const {
  double due = now + kLongestSleep;
  if (settleFrames_ > 0) due = std::min(due, lastFrame_ + inputInterval_);
  if (workWaits_) due = std::min(due, lastFrame_ + kWorkFrame);
  if (afterglowWaits_) due = std::min(due, lastInput_ + kAfterglow);
  if (interval_ > 0.0) due = std::min(due, lastFrame_ + interval_);
  return std::max(0.0, due - now);
}

}  // namespace latlas::app
