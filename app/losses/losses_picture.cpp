#include "app/losses/losses_picture.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "app/losses/losses_charts.h"
#include "app/ui/chart_frame.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kWidth = 440.0f, kHeight = 270.0f;  // of a chart with its caption
constexpr float kGap = 24.0f, kMargin = 20.0f;
constexpr int kMostInARow = 3;

}  // namespace

ui::RecordedPicture lossesPicture(const AppState& state) {
  const std::vector<LossChart> charts = lossCharts(state);
  const std::vector<ui::ChartMark> marks = lossMarks(state);
  // Views of our own: another width has other buckets.
  LossesState losses = state.losses;
  losses.charts.clear();
  const int count = std::max(1, static_cast<int>(charts.size()));
  const int rows = (count + kMostInARow - 1) / kMostInARow;
  const int columns = (count + rows - 1) / rows;
  const auto extent = [](int n, float each) {
    return 2 * kMargin + static_cast<float>(n) * each + static_cast<float>(n - 1) * kGap;
  };
  return ui::recordPicture({extent(columns, kWidth), extent(rows, kHeight)}, [&](ImDrawList& list,
                                                                                 ImVec2) {
    for (std::size_t i = 0; i < charts.size(); ++i) {
      const LossChart& chart = charts[i];
      const auto column = static_cast<float>(static_cast<int>(i) % columns);
      const auto row = static_cast<float>(static_cast<int>(i) / columns);
      const ImVec2 min(ui::scaled(kMargin + column * (kWidth + kGap)),
                       ui::scaled(kMargin + row * (kHeight + kGap)));
      const ImVec2 max(min.x + ui::scaled(kWidth), min.y + ui::scaled(kHeight));
      const float caption = ImGui::GetFontSize() + ui::scaled(2.0f);
      const std::string_view heading =
          std::string_view(chart.label).substr(chart.label.find('/') + 1);
      ui::drawChart(list, {min, {max.x, max.y - caption}, heading, false},
                    {chart.series, marks, "step", "Nothing was recorded yet"},
                    chartView(losses, chart.label));
      const std::string text = ui::elided(chart.caption, max.x - min.x);
      list.AddText({min.x, max.y - caption + ui::scaled(2.0f)},
                   ImGui::GetColorU32(ui::palette().textSecondary), text.c_str());
    }
  });
}

}  // namespace latlas::app
