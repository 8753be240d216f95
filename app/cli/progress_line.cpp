#include "app/cli/progress_line.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace latlas::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kTerminalInterval = 100ms;  // smooth to the eye, nothing to the processor
constexpr auto kLogInterval = 5s;
constexpr auto kFirstBar = 300ms;  // what is done sooner needs no bar
constexpr int kBarWidth = 24;      // characters; leaves room for the detail in 80 columns
constexpr const char* kClearLine = "\r\x1b[2K";

std::string bar(double fraction) {
  const double filled = std::round(std::clamp(fraction, 0.0, 1.0) * kBarWidth);
  std::string text(kBarWidth + 1, ' ');
  text[0] = '[';
  std::fill_n(text.begin() + 1, static_cast<int>(filled), '=');
  return text + "] ";
}

std::string percent(double fraction) {
  return std::to_string(static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 100.0)) + " % ";
}

}  // namespace

ProgressLine::ProgressLine(std::string task)
    : task_(std::move(task)),
      isTerminal_(isatty(STDERR_FILENO) == 1),
      due_(Clock::now() + (isTerminal_ ? Clock::duration(kFirstBar) : kLogInterval)) {}

ProgressLine::~ProgressLine() {
  if (isTerminal_ && drawn_) std::fputs(kClearLine, stderr);
}

bool ProgressLine::isDue() const { return Clock::now() >= due_; }

void ProgressLine::show(double fraction, const std::string& detail) {
  if (!isDue()) return;
  due_ = Clock::now() + (isTerminal_ ? Clock::duration(kTerminalInterval) : kLogInterval);
  drawn_ = true;
  std::string line = task_ + " ";
  if (fraction >= 0.0) line += (isTerminal_ ? bar(fraction) : "") + percent(fraction);
  line += detail;
  if (isTerminal_)
    std::fprintf(stderr, "%s%s", kClearLine, line.c_str());
  else
    std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace latlas::cli
