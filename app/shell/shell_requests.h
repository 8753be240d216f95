// What only the shell asks for.
// Threading: UI thread.
#pragma once

#include "app/ui/theme.h"

namespace latlas::app::request {

struct SetTheme {
  ui::Theme theme;
};
struct SetScale {
  float scale;  // of the interface; 0: the monitor's
};
struct Quit {};

}  // namespace latlas::app::request
