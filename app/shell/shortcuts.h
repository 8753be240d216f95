// The keys of all wings and of the window itself: what the keyboard does, and the list under "?".
// Threading: UI thread, inside a frame.
#pragma once

#include <vector>

#include "app/session/wing.h"

namespace latlas::app {

void switchTheme(AppState& state, Requests& requests);
void showKeys(AppState& state, Requests& requests);
// The topmost of what lies over the window.
void closeOverlay(AppState& state, Requests& requests);
void quit(AppState& state, Requests& requests);

inline constexpr Shortcut kThemeKey{"T", "Dark or light theme", switchTheme};
inline constexpr Shortcut kKeysKey{"?", "Show or hide this list", showKeys};
inline constexpr Shortcut kCloseKey{"Esc", "Close what lies on top, or cancel opening",
                                    closeOverlay};
inline constexpr Shortcut kQuitKey{"Ctrl+Q", "Quit", quit};

// Those of the wings in their order, then the window's.
std::vector<Shortcut> shortcuts();

// Runs those that are pressed.
void handleShortcuts(AppState& state, Requests& requests);

}  // namespace latlas::app
