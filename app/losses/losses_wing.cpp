// What the wing of losses shows: the Losses panel and its menu entries.
#include <array>
#include <optional>
#include <string>

#include "app/losses/losses_controller.h"
#include "app/losses/losses_panel.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

constexpr std::array kPanels{
    Panel{"Losses", PanelPlace::bottom,
          [](AppState& state) -> bool& { return state.preferences.lossesOpen; },
          [](const Panel::Drawing& to) {
            drawLossesPanel(to.state, to.size, to.requests);
            return 0.0f;
          }}};

void drawMenu(MenuPlace place, AppState&, Requests& requests) {
  if (place != MenuPlace::fileExport) return;
  if (ui::menuItem("File/Export/Charts...", "",
                   "The charts of the Losses panel as a picture, twice as sharp as the screen."))
    requests.push_back(request::BrowseForChartPicture{});
  if (ui::menuItem("File/Export/History...", "",
                   "Every step and every column as a CSV table, of the run and of those drawn "
                   "beside it."))
    requests.push_back(request::BrowseForHistory{});
}

void observe(const AppState& state, Observer& seen) {
  if (!state.snapshot) return;
  const series::Series& train = state.snapshot->history.train;
  const series::Series& heldOut = state.snapshot->history.heldOut;
  if (const auto loss = series::newest(train, "loss"))
    seen.value("loss.train", [&] { return static_cast<double>(*loss); });
  if (const auto loss = series::newest(heldOut, "loss")) {
    seen.value("loss.held_out", [&] { return static_cast<double>(*loss); });
    seen.value("loss.held_out.first",
               [&] { return static_cast<double>(heldOut.value(*heldOut.column("loss"), 0)); });
  }
}

}  // namespace

const Wing& LossesController::wing() {
  static const Wing wing{{}, kPanels, {}, {}, drawMenu, observe};
  return wing;
}

}  // namespace latlas::app
