#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "app/panels/compact_rows.h"
#include "app/panels/format.h"
#include "app/panels/panels.h"
#include "app/panels/sample_text.h"
#include "app/ui/field_parts.h"
#include "app/ui/line_chart.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

constexpr float kControlsWidth = 200.0f;  // pixels at 100 %
constexpr float kMostSmoothing = 0.99f;   // an average over about 100 points

struct Chart {
  const char* label;
  const char* shortName;  // in the table of newest values
  std::string caption;    // unit and treatment of the data: losses of two treatments do not compare
  const char* column;     // of the history
  ui::ChartView& view;
};

ui::ChartSeries seriesOf(const char* name, const ImVec4& colour, const train::Series& series,
                         const char* columnName) {
  const auto column = series.column(columnName);
  return {name, colour, column ? series.size() : 0,
          [&series](std::size_t i) { return static_cast<double>(series.step(i)); },
          [&series, column](std::size_t i) {
            return static_cast<double>(series.value(column.value_or(0), i));
          },
          false};
}

std::vector<ui::ChartMark> marksOf(const std::vector<train::Event>& events) {
  std::vector<ui::ChartMark> marks;
  for (const train::Event& event : events)
    marks.push_back({static_cast<double>(event.step),
                     event.what + " " + event.from + " to " + event.to});
  return marks;
}

void drawChart(const Chart& chart, const train::Snapshot* snapshot,
               const std::vector<ui::ChartMark>& marks, ImVec2 size) {
  ImGui::BeginGroup();
  std::vector<ui::ChartSeries> series;
  if (snapshot) {
    const ui::Palette& palette = ui::palette();
    const train::History& history = snapshot->history;
    series.push_back(seriesOf("train", palette.chartTrain, history.train, chart.column));
    series.push_back(seriesOf("held out", palette.chartHeldOut, history.heldOut, chart.column));
  }
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float captionHeight = ImGui::GetTextLineHeight();
  if (ui::smallFont()) ImGui::PopFont();
  const float gap = ui::scaled(2.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0.0f, gap));
  ui::lineChart(chart.label, {size.x, size.y - captionHeight - gap}, series, marks, chart.view,
                "step", "The curve appears here while training");
  ImGui::PopStyleVar();
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(ui::elided(chart.caption, size.x).c_str());
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
  ui::recordProbe(std::string(chart.label) + " caption", ImGui::GetItemRectMin(),
                  ImGui::GetItemRectMax(), true, chart.caption);
  ui::tooltipForLastItem(chart.caption);
  ImGui::EndGroup();
}

// A line of the table of newest values: its name, then two numbers, each ending at a third.
void tableLine(const char* name, const std::array<std::string, 2>& texts,
               const std::array<ImVec4, 2>& colours) {
  const float left = ImGui::GetCursorPosX();
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(name);
  ImGui::PopStyleColor();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const float end = left + ui::scaled(kControlsWidth) * (i == 0 ? 0.7f : 1.0f);
    ImGui::SameLine();
    ImGui::SetCursorPosX(end - ImGui::CalcTextSize(texts[i].c_str()).x);
    ImGui::PushStyleColor(ImGuiCol_Text, colours[i]);
    ImGui::TextUnformatted(texts[i].c_str());
    ImGui::PopStyleColor();
    if (*name == '\0') continue;
    ui::recordProbe(std::string("Losses/") + name + (i == 0 ? " train" : " held out"),
                    ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, texts[i]);
    ui::tooltipForLastItem(i == 0 ? "Of the newest batch, before its step, in nats for each sample"
                                  : "Of samples that are never trained on, in nats for each");
  }
}

void drawNewest(std::span<const Chart> charts, const train::Snapshot* snapshot) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const std::array colours{ui::palette().chartTrain, ui::palette().chartHeldOut};
  tableLine("", {"train", "held out"}, colours);
  for (const Chart& chart : charts) {
    std::array<std::string, 2> texts{"-", "-"};
    if (snapshot) {
      if (const auto value = train::newest(snapshot->history.train, chart.column))
        texts[0] = shortNumber(*value);
      if (const auto value = train::newest(snapshot->history.heldOut, chart.column))
        texts[1] = shortNumber(*value);
    }
    tableLine(chart.shortName, texts, colours);
  }
  if (ui::smallFont()) ImGui::PopFont();
}

void drawControls(LossesState& losses, std::span<const Chart> charts,
                  const train::Snapshot* snapshot) {
  ImGui::BeginGroup();
  {
    const CompactRows compact(CompactRows::Of::facts);
    drawNewest(charts, snapshot);
  }
  {
    const CompactRows compact(CompactRows::Of::fields);
    ui::nextFieldWidth(ui::scaled(kControlsWidth));
    ui::toggle("Losses/log scale", losses.logScale,
               "Logarithmic vertical axes, for losses above zero. Default: off.");
    ui::nextFieldWidth(ui::scaled(kControlsWidth));
    ui::slider("Losses/smoothing", losses.smoothing, 0.0f, kMostSmoothing,
               "Weight of the past in the drawn average: y = s y + (1 - s) x, corrected for its "
               "start. The raw curve stays behind it. Default: 0.6.");
  }
  ImGui::EndGroup();
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
    const std::string unit =
        std::string("nats per ") + (state.dataset ? sampleName(state.dataset->info()) : "sample");
    const std::string treatment = unit + ", " + model::dataTreatment(config.model);
    const std::string ofKl = config.model.objective == model::Objective::ae
                                 ? "a plain autoencoder has no KL term"
                                 : unit + ", q(z|x) against N(0, I)";
    const std::array charts{
        Chart{"Losses/Total loss", "total", treatment,
              "loss", losses.total},
        Chart{"Losses/Reconstruction", "reconstruction", treatment,
              "reconstruction", losses.reconstruction},
        Chart{"Losses/KL", "KL", ofKl, "kl", losses.kl}};
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
    drawControls(losses, charts, snapshot);
  }
  ui::endPanel();
}

}  // namespace latlas::app
