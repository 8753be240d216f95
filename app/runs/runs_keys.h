// The keys of the wing of runs, as the keyboard, the menus and the tooltips read them.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/wing.h"

namespace latlas::app {

// There is something to keep and to go on from.
bool canFork(const AppState& state);
void forkRun(AppState& state, Requests& requests);
void copyCommandLine(AppState& state, Requests& requests);
void saveRun(AppState& state, Requests& requests);

inline constexpr Shortcut kForkKey{"Ctrl+K", "Fork: keep the run, go on with a second one",
                                   forkRun};
inline constexpr Shortcut kCopyCommandLineKey{
    "Ctrl+Shift+C", "Copy the command line that repeats the run", copyCommandLine};
inline constexpr Shortcut kSaveRunKey{"Ctrl+S", "Save the run", saveRun};

}  // namespace latlas::app
