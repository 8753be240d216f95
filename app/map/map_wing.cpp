// What the wing of the map shows: the map panel, its key and its menu entry.
#include <array>

#include "app/map/map_controller.h"
#include "app/map/map_keys.h"
#include "app/map/map_panel.h"
#include "app/ui/widgets.h"

namespace latlas::app {

void fitMap(AppState& state, Requests&) {
  state.map.unitsPerPixel = 0.0f;
  state.map.userMoved = false;
}

namespace {

constexpr std::array kShortcuts{kFitKey};

constexpr std::array kPanels{
    Panel{"Latent map", PanelPlace::centre,
          [](AppState& state) -> bool& { return state.preferences.mapOpen; },
          [](const Panel::Drawing& to) {
            drawMapPanel(to.state, to.graphics, to.size, to.requests);
            return 0.0f;
          }}};

void drawMenu(MenuPlace place, AppState& state, Requests& requests) {
  if (place == MenuPlace::view &&
      ui::menuItem("View/Fit map", kFitKey.key, "Shows all points of the latent map.",
                   state.map.map != nullptr))
    fitMap(state, requests);
}

void observe(const AppState& state, Observer& seen) {
  if (const inference::LatentMap* map = state.map.map.get()) {
    seen.value("map.count", [&] { return map->rows.size(); });
    seen.value("map.step", [&] { return map->step; });
  }
  if (const auto& underlay = state.map.underlay.images)
    seen.value("map.underlay.step", [&] { return underlay->step; });
  seen.value("map.colour_by", [&] { return state.map.colourBy; });
  if (state.hovered) seen.value("hovered.row", [&] { return state.hovered->row; });
}

}  // namespace

const Wing& MapController::wing() {
  static const Wing wing{kShortcuts, kPanels, {}, {}, drawMenu, observe};
  return wing;
}

}  // namespace latlas::app
