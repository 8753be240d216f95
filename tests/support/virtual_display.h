// An X display without a screen, for tests of the real window: an Xvfb of our own, ended with the
// object. While it lives, DISPLAY points to it and OpenGL is drawn in software, so that pixels do
// not depend on the machine's graphics card.
#pragma once

#include <sys/types.h>

namespace latlas::test {

class VirtualDisplay {
 public:
  // Throws std::runtime_error when Xvfb cannot be started.
  VirtualDisplay(int width, int height);
  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

 private:
  pid_t process_ = -1;
};

}  // namespace latlas::test
