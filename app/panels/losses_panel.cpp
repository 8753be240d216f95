#include <array>
#include <string>
#include <vector>

#include "app/panels/format.h"
#include "app/panels/panels.h"
#include "app/ui/line_chart.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

constexpr float kControlsWidth = 190.0f;  // pixels at 100 %
constexpr float kMostSmoothing = 0.99f;   // an average over about 100 points

using LossOf = double (*)(const model::Losses&);

struct Chart {
  const char* probe;
  std::string title;
  std::string treatment;
  LossOf value;
  ui::ChartView& view;
};

ui::ChartSeries seriesOf(const char* name, const ImVec4& colour, bool dashed,
                         const train::HistorySeries& history, LossOf value) {
  return {name, colour, history.size(),
          [&history](std::size_t i) { return static_cast<double>(history[i].step); },
          [&history, value](std::size_t i) { return value(history[i].losses); }, dashed};
}

std::vector<ui::ChartMark> marksOf(const std::vector<train::Event>& events) {
  std::vector<ui::ChartMark> marks;
  for (const train::Event& event : events)
    marks.push_back({static_cast<double>(event.step), event.what + " " + shortNumber(event.from) +
                                                          " to " + shortNumber(event.to)});
  return marks;
}

void rightAligned(const std::string& text, const ImVec4& colour, float& right) {
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  right -= width;
  ImGui::SameLine();
  ImGui::SetCursorPosX(right);
  right -= ui::scaled(8.0f);
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
}

// The newest values stand in the curves' colours, so that they need no legend of their own.
void drawTitle(const Chart& chart, const train::History* history, float width) {
  float right = ImGui::GetCursorPosX() + width;
  if (ImFont* font = ui::headingFont()) ImGui::PushFont(font);
  ImGui::TextUnformatted(chart.title.c_str());
  if (ui::headingFont()) ImGui::PopFont();
  if (history && !history->heldOut.empty()) {
    const std::string value = shortNumber(chart.value(history->heldOut.back().losses));
    rightAligned(value, ui::palette().chartHeldOut, right);
    ui::recordProbe(std::string(chart.probe) + " held out", ImGui::GetItemRectMin(),
                    ImGui::GetItemRectMax(), true, value);
    ui::tooltipForLastItem("The newest value on held-out images");
  }
  if (history && !history->train.empty()) {
    const std::string value = shortNumber(chart.value(history->train.back().losses));
    rightAligned(value, ui::palette().chartTrain, right);
    ui::recordProbe(std::string(chart.probe) + " training", ImGui::GetItemRectMin(),
                    ImGui::GetItemRectMax(), true, value);
    ui::tooltipForLastItem("The value of the newest training batch");
  }
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(chart.treatment.c_str());
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
}

void drawChart(const Chart& chart, const train::Snapshot* snapshot,
               const std::vector<ui::ChartMark>& marks, ImVec2 size) {
  ImGui::BeginGroup();
  const train::History* history = snapshot ? &snapshot->history : nullptr;
  const float top = ImGui::GetCursorPosY();
  drawTitle(chart, history, size.x);
  size.y -= ImGui::GetCursorPosY() - top;
  std::vector<ui::ChartSeries> series;
  if (history) {
    const ui::Palette& palette = ui::palette();
    series.push_back(seriesOf("training", palette.chartTrain, false, history->train, chart.value));
    series.push_back(
        seriesOf("held out", palette.chartHeldOut, false, history->heldOut, chart.value));
  }
  ui::lineChart(chart.probe, size, series, marks, chart.view, "step",
                "The curve appears here while training");
  ImGui::EndGroup();
}

void legendLine(const char* name, const ImVec4& colour, const char* tooltip) {
  const float height = ImGui::GetTextLineHeight();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float length = ui::scaled(16.0f);
  ImGui::GetWindowDrawList()->AddLine({at.x, at.y + height / 2}, {at.x + length, at.y + height / 2},
                                      ImGui::GetColorU32(colour), ui::scaled(2.0f));
  ImGui::SetCursorScreenPos({at.x + length + ui::scaled(8.0f), at.y});
  ImGui::TextUnformatted(name);
  ui::tooltipForLastItem(tooltip);
}

void drawControls(LossesState& losses) {
  ImGui::BeginGroup();
  legendLine("training", ui::palette().chartTrain, "Of each batch, before its step");
  legendLine("held out", ui::palette().chartHeldOut, "Of images that are never trained on");
  ui::nextFieldWidth(ui::scaled(kControlsWidth));
  ui::toggle("Losses/log scale", losses.logScale,
             "Logarithmic vertical axes, for losses above zero. Default: off.");
  ui::nextFieldWidth(ui::scaled(kControlsWidth));
  ui::slider("Losses/smoothing", losses.smoothing, 0.0f, kMostSmoothing,
             "Weight of the past in the drawn average: y = s y + (1 - s) x, corrected for its "
             "start. The raw curve stays behind it. Default: 0.6.");
  ImGui::EndGroup();
}

std::string totalTitle(const model::Config& config) {
  return config.model.objective == model::Objective::ae ? "Total loss = reconstruction"
                                                        : "Total loss";
}

}  // namespace

void drawLossesPanel(AppState& state, ImVec2 size) {
  if (ui::beginPanel("Losses", size, state.preferences.lossesOpen)) {
    const train::Snapshot* snapshot = state.snapshot.get();
    const model::Config& config =
        snapshot && snapshot->run != 0 ? snapshot->config : state.draft;
    LossesState& losses = state.losses;
    for (ui::ChartView* view : {&losses.total, &losses.reconstruction, &losses.kl}) {
      view->logScale = losses.logScale;
      view->smoothing = losses.smoothing;
    }
    const std::string treatment = "nats per image, " + model::dataTreatment(config.model);
    const std::string klUnit = config.model.objective == model::Objective::ae
                                   ? "a plain autoencoder has no KL term"
                                   : "nats per image, q(z|x) against N(0, I)";
    const std::array charts{
        Chart{"Losses/Total", totalTitle(config), treatment,
              [](const model::Losses& l) { return l.loss; }, losses.total},
        Chart{"Losses/Reconstruction", "Reconstruction", treatment,
              [](const model::Losses& l) { return l.reconstruction; }, losses.reconstruction},
        Chart{"Losses/KL", "KL", klUnit, [](const model::Losses& l) { return l.kl; }, losses.kl}};
    const std::vector<ui::ChartMark> marks =
        snapshot ? marksOf(snapshot->events) : std::vector<ui::ChartMark>();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float gap = ui::scaled(16.0f);
    const auto count = static_cast<float>(charts.size());
    const float width =
        std::max(1.0f, (room.x - ui::scaled(kControlsWidth) - count * gap) / count);
    for (const Chart& chart : charts) {
      drawChart(chart, snapshot, marks, {width, room.y});
      ImGui::SameLine(0.0f, gap);
    }
    drawControls(losses);
  }
  ui::endPanel();
}

}  // namespace latlas::app
