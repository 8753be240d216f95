#include "app/losses/losses_panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/losses/losses_charts.h"
#include "app/losses/losses_controls.h"
#include "app/losses/losses_requests.h"
#include "app/session/facts.h"
#include "app/ui/line_chart.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

constexpr float kGap = 16.0f;          // pixels at 100 %, between charts
constexpr float kLeastWidth = 116.0f;  // of a chart, before another row is begun
constexpr float kLeastHeight = 110.0f;

void drawChart(AppState& state, const LossChart& chart, const std::vector<ui::ChartMark>& marks,
               ImVec2 size) {
  ImGui::BeginGroup();
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float captionHeight = ImGui::GetTextLineHeight();
  if (ui::smallFont()) ImGui::PopFont();
  const float gap = ui::scaled(2.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0.0f, gap));
  ui::ChartView& view = chartView(state.losses, chart.label);
  ui::lineChart(chart.label, {size.x, size.y - captionHeight - gap},
                {chart.series, marks, "step", "The curve appears here while training"}, view);
  // All charts have the same steps: what one is zoomed to, the others show too.
  state.losses.range = view.range;
  ImGui::PopStyleVar();
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(ui::elided(chart.caption, size.x).c_str());
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
  ui::recordProbe(chart.label + " caption", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                  chart.caption);
  ui::tooltipForLastItem(
      chart.tooltip == chart.caption ? chart.tooltip : chart.tooltip + " (" + chart.caption + ")");
  ImGui::EndGroup();
}

// Side by side, in as many rows as they need to be readable.
void drawCharts(AppState& state, ImVec2 room) {
  const std::vector<LossChart> charts = lossCharts(state);
  const std::vector<ui::ChartMark> marks = lossMarks(state);
  const float gap = ui::scaled(kGap);
  const auto count = static_cast<int>(charts.size());
  const int fit = std::max(1, static_cast<int>((room.x + gap) / (ui::scaled(kLeastWidth) + gap)));
  const int rows = (count + fit - 1) / std::max(1, fit);
  const int columns = (count + rows - 1) / std::max(1, rows);
  const float width =
      std::floor((room.x - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  const float height = std::max(
      ui::scaled(kLeastHeight),
      std::floor((room.y - gap / 2 * static_cast<float>(rows - 1)) / static_cast<float>(rows)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, gap / 2));
  for (int i = 0; i < count; ++i) {
    if (i % columns != 0) ImGui::SameLine(0.0f, gap);
    drawChart(state, charts[static_cast<std::size_t>(i)], marks, {width, height});
  }
  ImGui::PopStyleVar();
}

// Which curves, and what to do with them, beside the title.
void drawTools(AppState& state, Requests& requests) {
  const train::History* history = presentHistory(state);
  const LossesView shown = shownView(state);
  for (const LossesViewText& text : lossesViews()) {
    if (history ? !hasView(text.view, *history) : text.view != LossesView::loss) continue;
    if (ui::button(std::string("Losses/") + text.name, text.tooltip,
                   {text.view == shown ? ui::Emphasis::normal : ui::Emphasis::quiet, 0.0f, true}))
      state.losses.view = text.view;
    ImGui::SameLine(0.0f, ui::scaled(2.0f));
  }
  if (state.losses.range &&
      ui::button("Losses/Whole run", "Shows all steps again, as a double click in a chart does.",
                 {ui::Emphasis::quiet, 0.0f, true}))
    state.losses.range.reset();
  if (state.losses.range) ImGui::SameLine(0.0f, ui::scaled(2.0f));
  const bool hasRows = history && !history->train.empty();
  const ImGuiStyle& style = ImGui::GetStyle();
  const auto widthOf = [&style](const char* text) {
    return ImGui::CalcTextSize(text).x + 2 * style.FramePadding.x;
  };
  const float left = ImGui::GetContentRegionMax().x - widthOf("Save picture") -
                     widthOf("Save CSV") - ui::scaled(8.0f);
  if (left < ImGui::GetCursorPosX()) return ImGui::NewLine();
  ImGui::SameLine(left);
  if (ui::button("Losses/Save picture",
                 "Writes the charts that are shown to a PNG file, twice as sharp as the screen.",
                 {ui::Emphasis::quiet, 0.0f, hasRows}))
    requests.push_back(request::BrowseForChartPicture{});
  ImGui::SameLine(0.0f, ui::scaled(2.0f));
  if (ui::button("Losses/Save CSV",
                 "Writes the whole history of each run that is drawn, every step and every column, "
                 "to one table; its first column names the run.",
                 {ui::Emphasis::quiet, 0.0f, hasRows}))
    requests.push_back(request::BrowseForHistory{});
}

}  // namespace

void drawLossesPanel(AppState& state, ImVec2 size, Requests& requests) {
  const auto tools = [&] { drawTools(state, requests); };
  if (ui::beginPanel("Losses", size, state.preferences.lossesOpen, tools)) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float gap = ui::scaled(kGap);
    const float controls = ui::scaled(kLossControlsWidth);
    ImGui::BeginGroup();
    drawCharts(state, {std::max(1.0f, room.x - controls - gap), room.y});
    ImGui::EndGroup();
    ImGui::SameLine(0.0f, gap);
    drawLossControls(state);
  }
  ui::endPanel();
}

}  // namespace latlas::app
