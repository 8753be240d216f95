// When the next frame is due. Nothing changes: the program sleeps. Input is answered at once and
// followed by a few frames in which hovers and tooltips settle; what workers publish is drawn at
// a calmer rate, so that the window leaves the processor to the training.
// Threading: UI thread; times in seconds of one monotonic clock.
#pragma once

namespace latlas::app {

class FramePacer {
 public:
  void inputArrived(double now);
  void workArrived() { workWaits_ = true; }
  // A caret blinks, a progress bar moves, a script waits: a frame at least every `seconds`.
  void wantFrameEvery(double seconds) { interval_ = seconds; }
  void wantNoInterval() { interval_ = 0.0; }
  // `begun`: when the frame that has just been drawn was begun; it took `took` seconds.
  void frameDrawn(double begun, double took);

  // 0: draw now. At most kLongestSleep.
  double secondsUntilFrame(double now) const;

  static constexpr double kLongestSleep = 3600.0;

 private:
  double lastFrame_ = -1.0;  // when it was begun
  double inputInterval_ = 0.0;
  double lastInput_ = -1.0;
  int settleFrames_ = 3;  // the first frames of a window lay themselves out
  bool afterglowWaits_ = false;
  bool workWaits_ = false;
  double interval_ = 0.0;  // 0: none
};

}  // namespace latlas::app
