// What every wing shows, for the parts of the shell that arrange it.
// Threading: UI thread.
#pragma once

#include <span>

#include "app/session/wing.h"

namespace latlas::app {

// In the order of their controllers (app/shell/wings.h).
std::span<const Wing* const> allWings();

}  // namespace latlas::app
