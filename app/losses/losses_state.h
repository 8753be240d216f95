// How the user looks at the curves. Data only.
// Threading: UI thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "app/ui/line_chart.h"

namespace latlas::app {

enum class LossesView { loss, terms, dimensions, optimizer };

struct LossesState {
  LossesView view = LossesView::loss;
  bool logScale = false;  // of the values
  bool logSteps = false;
  float smoothing = 0.6f;
  std::optional<std::pair<double, double>> range;  // of steps, of all charts; none: everything
  std::map<std::string, ui::ChartView> charts;     // by label
};

}  // namespace latlas::app
