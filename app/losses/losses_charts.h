// The charts of the Losses panel as they follow from the state: on the screen and in pictures.
// Threading: UI thread.
#pragma once

#include <string>
#include <vector>

#include "app/losses/loss_columns.h"
#include "app/session/state.h"
#include "app/ui/line_chart.h"

namespace latlas::app {

struct LossChart {
  std::string label;    // "Losses/Total loss"
  std::string caption;  // unit and treatment of the data: losses of two treatments do not compare
  std::string tooltip;
  std::vector<ui::ChartSeries> series;  // they point into the state's snapshots
};

// Of the view that is chosen: `losses.view`, or the first where that has nothing to show.
std::vector<LossChart> lossCharts(const AppState& state);
LossesView shownView(const AppState& state);

// What was changed in the present run and in those beside it.
std::vector<ui::ChartMark> lossMarks(const AppState& state);

// The present run's history; null while there is none.
const train::History* presentHistory(const AppState& state);

ImVec4 runColour(const ComparedRun& run);

// The view of the chart with that label, with the panel's settings.
ui::ChartView& chartView(LossesState& losses, const std::string& label);

}  // namespace latlas::app
