#include "app/shell/all_wings.h"

#include "app/shell/wings.h"

namespace latlas::app {

std::span<const Wing* const> allWings() {
  static const auto wings = Wings::shown();
  return wings;
}

}  // namespace latlas::app
