// What a wing shows of itself: its panels, keys, menu entries, overlays, folds and observables. The
// shell arranges what all wings show and knows none of them by name.
// A wing's controller hands it out as `static const Wing& wing()`.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <functional>
#include <span>
#include <string>

#include "app/session/observer.h"
#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// A key, as the keyboard, the menus, the tooltips and the list under "?" read it.
struct Shortcut {
  const char* key;   // as shown: "Space", "Ctrl+O"
  const char* what;  // "Start or pause training"
  void (*run)(AppState& state, Requests& requests);
};

// "Trains one batch (S).": a tooltip that names the key.
std::string withKey(const std::string& text, const Shortcut& shortcut);

// Settings that few need at once, under a heading that unfolds them.
struct SettingsFold {
  std::string label;  // "Training/Schedules"
  std::string note;   // after the heading: how many are not at their defaults
  std::string tooltip;
  std::function<void()> draw;
};

// A fold that a wing adds to the panel of another.
struct ContributedFold {
  const char* panel;  // the title of that panel
  SettingsFold (*make)(AppState& state, Requests& requests);
};

enum class PanelPlace {
  left,        // in the left column, which scrolls; the first panel takes the height that is left
  leftBottom,  // under them, always in view
  centre,
  right,
  bottom,  // under centre and right; the first panel takes the width that is left
};

struct Panel {
  const char* title;  // its heading, and its name in View/Panels
  PanelPlace place = PanelPlace::bottom;
  bool& (*isOpen)(AppState& state) = nullptr;
  struct Drawing {
    AppState& state;
    ui::Graphics& graphics;
    ImVec2 size;  // pixels
    Requests& requests;
    std::span<const SettingsFold> folds{};  // that other wings add to it
  };
  // Returns the height, in pixels, at which all of it would be seen; 0: it takes what there is.
  float (*draw)(const Drawing& drawing) = nullptr;
  // At the bottom, of a panel beside the first: its width in pixels at 100 %. Such a panel takes no
  // room while it is folded.
  float width = 0.0f;
};

// Where entries of wings stand in the menus, in this order.
enum class MenuPlace {
  fileOpen,
  fileReopen,
  fileExport,  // the submenu File/Export
  fileSave,
  train,
  trainModel,
  trainRuns,
  view,
};

// What lies over the window, the topmost first. Esc closes the topmost.
enum class OverlayLayer {
  question,  // to be answered before anything goes on
  dialog,
  work,  // nothing is drawn, but Esc gives it up
};

struct Overlay {
  OverlayLayer layer = OverlayLayer::dialog;
  void (*draw)(AppState& state, ui::Graphics& graphics, Requests& requests) = nullptr;
  // False when there was nothing to close.
  bool (*close)(AppState& state, Requests& requests) = nullptr;
};

// Of each, as much as the wing has.
struct Wing {
  std::span<const Shortcut> shortcuts{};
  std::span<const Panel> panels{};
  std::span<const Overlay> overlays{};
  std::span<const ContributedFold> folds{};
  void (*drawMenu)(MenuPlace place, AppState& state, Requests& requests) = nullptr;
  void (*observe)(const AppState& state, Observer& seen) = nullptr;
};

}  // namespace latlas::app
