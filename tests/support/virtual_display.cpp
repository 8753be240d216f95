#include "tests/support/virtual_display.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace latlas::test {
namespace {

constexpr int kStartMilliseconds = 30'000;  // a loaded machine's patience

}  // namespace

VirtualDisplay::VirtualDisplay(int width, int height) {
  int ready[2];
  if (pipe(ready) != 0) throw std::runtime_error("no pipe for Xvfb");
  process_ = fork();
  if (process_ == 0) {
    close(ready[0]);
    const int silence = open("/dev/null", O_RDWR);
    dup2(silence, STDOUT_FILENO);
    dup2(silence, STDERR_FILENO);
    const std::string descriptor = std::to_string(ready[1]);
    const std::string screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
    execlp("Xvfb", "Xvfb", "-displayfd", descriptor.c_str(), "-screen", "0", screen.c_str(),
           "-nolisten", "tcp", "-noreset", nullptr);
    _exit(127);
  }
  close(ready[1]);
  std::string number;
  pollfd wait{ready[0], POLLIN, 0};
  char c = 0;
  while (poll(&wait, 1, kStartMilliseconds) > 0 && read(ready[0], &c, 1) == 1 && c != '\n')
    number += c;
  close(ready[0]);
  if (number.empty()) throw std::runtime_error("Xvfb does not start; is it installed?");
  setenv("DISPLAY", (":" + number).c_str(), 1);
  setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
  unsetenv("WAYLAND_DISPLAY");
}

VirtualDisplay::~VirtualDisplay() {
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

}  // namespace latlas::test
