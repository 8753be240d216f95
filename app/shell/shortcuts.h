// The keys: one table that the keyboard, the menus and the list under "?" all read.
// Threading: UI thread, inside a frame.
#pragma once

#include <span>

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

enum class Action {
  startOrPause, step, steps, epoch, slowMotion, reset, fork, copyCommandLine, random, zero, fit,
  nextGrid, open, openWithOptions, datasets, find, exportGrid, saveRun, theme, keys, close, quit
};

struct Shortcut {
  Action action;
  const char* key;   // as shown: "Space", "Ctrl+O"
  const char* what;  // "Start or pause training"
  void (*run)(AppState& state, Requests& requests);
};

// In the order of Action.
std::span<const Shortcut> shortcuts();

// The key of an action, as menus show it.
const char* keyOf(Action action);

}  // namespace latlas::app
