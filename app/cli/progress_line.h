// How far a command is, on standard error: a bar that redraws itself on a terminal, a line every
// few seconds elsewhere (a log file wants neither escapes nor thousands of lines).
#pragma once

#include <chrono>
#include <string>

namespace latlas::cli {

class ProgressLine {
 public:
  explicit ProgressLine(std::string task);
  // Removes the bar.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Whether show() would draw now; asking first saves making the detail.
  bool isDue() const;
  // fraction in [0, 1]; negative: not known. Draws only when due.
  void show(double fraction, const std::string& detail);

 private:
  using Clock = std::chrono::steady_clock;
  std::string task_;
  bool isTerminal_;
  bool drawn_ = false;
  Clock::time_point due_;
};

}  // namespace latlas::cli
