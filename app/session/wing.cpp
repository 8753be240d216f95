#include "app/session/wing.h"

namespace latlas::app {

std::string withKey(const std::string& text, const Shortcut& shortcut) {
  return text + " (" + shortcut.key + ").";
}

}  // namespace latlas::app
