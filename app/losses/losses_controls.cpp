#include "app/losses/losses_controls.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/losses/losses_charts.h"
#include "app/ui/compact_rows.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

constexpr float kMostSmoothing = 0.99f;  // an average over about 100 points
// Nats below which a dimension carries next to nothing.
constexpr float kInactive = 0.01f;

struct TableCell {
  std::string text;
  ImVec4 colour;
  const char* tooltip;
};

std::string tableNumber(float value) {
  const auto wide = static_cast<double>(value);
  // A throughput with its digits instead of an exponent.
  if (std::fabs(wide) >= 1e4 && std::fabs(wide) < 1e8) return ui::grouped(std::llround(wide));
  return shortNumber(wide);
}

// A line of the table of newest values: its name, then the numbers, the last one at the right end.
void tableLine(const std::string& name, std::span<const TableCell> cells) {
  const float left = ImGui::GetCursorPosX();
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(name.c_str());
  ImGui::PopStyleColor();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const float end = left + ui::scaled(kLossControlsWidth) * (i + 1 == cells.size() ? 1.0f : 0.7f);
    ImGui::SameLine();
    ImGui::SetCursorPosX(end - ImGui::CalcTextSize(cells[i].text.c_str()).x);
    ImGui::PushStyleColor(ImGuiCol_Text, cells[i].colour);
    ImGui::TextUnformatted(cells[i].text.c_str());
    ImGui::PopStyleColor();
    if (name.empty()) continue;
    ui::recordProbe("Losses/" + name + (i == 0 ? " train" : " held out"), ImGui::GetItemRectMin(),
                    ImGui::GetItemRectMax(), true, cells[i].text);
    ui::tooltipForLastItem(cells[i].tooltip);
  }
}

TableCell newestCell(const series::Series* rows, const std::string& column, const ImVec4& colour,
                     const char* tooltip) {
  const auto value = rows ? series::newest(*rows, column) : std::nullopt;
  if (!value || series::isMissing(*value)) return {"-", colour, tooltip};
  if (std::isfinite(*value)) return {tableNumber(*value), colour, tooltip};
  return {std::isnan(*value) ? "nan"
          : *value > 0       ? "inf"
                             : "-inf",
          ui::palette().error, "Not finite: the run went wrong here"};
}

// How many dimensions carry something.
TableCell activeCell(const series::Series* rows, const ImVec4& colour) {
  std::size_t active = 0, count = 0;
  if (rows)
    for (; const auto value = series::newest(*rows, "kl_" + std::to_string(count)); ++count)
      active += *value > kInactive ? 1 : 0;
  return {count == 0 ? "-" : std::to_string(active) + " of " + std::to_string(count), colour,
          "Dimensions whose KL is above 0.01 nats"};
}

void drawNewest(const AppState& state) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const ImVec4 &ofTrain = ui::palette().chartTrain, &ofHeldOut = ui::palette().chartHeldOut;
  const train::History* history = presentHistory(state);
  const LossesView view = shownView(state);
  const std::vector<LossColumn> columns = lossColumns(view, history);
  // What is only measured while training has no column for the held-out part.
  const bool hasHeldOut = view != LossesView::optimizer;
  const auto line = [hasHeldOut](const std::string& name, TableCell train, TableCell heldOut) {
    const std::array cells{std::move(train), std::move(heldOut)};
    tableLine(name, std::span(cells).first(hasHeldOut ? 2 : 1));
  };
  line("", {"train", ofTrain, ""}, {"held out", ofHeldOut, ""});
  const series::Series* train = history ? &history->train : nullptr;
  const series::Series* heldOut = history ? &history->heldOut : nullptr;
  if (view == LossesView::dimensions)
    line("active", activeCell(history ? &history->dimensions : nullptr, ofTrain),
         activeCell(heldOut, ofHeldOut));
  for (const LossColumn& column : columns)
    line(column.shortName,
         newestCell(train, column.name, ofTrain, "Of the newest batch, before its step"),
         newestCell(heldOut, column.name, ofHeldOut, "Of samples that are never trained on"));
  if (ui::smallFont()) ImGui::PopFont();
}

// Each run with its colour; a click hides or shows its curves.
void drawRuns(AppState& state) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  for (ComparedRun& run : state.comparedRuns) {
    const std::string label = "Losses/Run " + run.name;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetTextLineHeight(), swatch = ui::scaled(12);
    if (ImGui::InvisibleButton(label.c_str(), {ui::scaled(kLossControlsWidth), height}))
      run.visible = !run.visible;
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImVec4 colour = runColour(run);
    if (!run.visible) colour.w *= 0.3f;
    const float middle = std::floor(corner.y + height / 2.0f);
    list->AddRectFilled({corner.x, middle - ui::scaled(1.5f)},
                        {corner.x + swatch, middle + ui::scaled(1.5f)}, ImGui::GetColorU32(colour));
    const ImVec4& text = hovered       ? ui::palette().accent
                         : run.visible ? ui::palette().text
                                       : ui::palette().textSecondary;
    const std::string shown =
        ui::elided(run.name, ui::scaled(kLossControlsWidth) - swatch - ui::scaled(6));
    list->AddText({corner.x + swatch + ui::scaled(6), corner.y}, ImGui::GetColorU32(text),
                  shown.c_str());
    ui::recordProbe(label, corner, ImGui::GetItemRectMax(), true, run.visible ? "shown" : "hidden");
    ui::tooltipForLastItem(run.visible
                               ? "Solid: training, smoothed; dashed: held out. Click to hide "
                                 "its curves"
                               : "Click to show its curves");
  }
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace

void drawLossControls(AppState& state) {
  LossesState& losses = state.losses;
  ImGui::BeginGroup();
  {
    const CompactRows compact(CompactRows::Of::facts);
    drawNewest(state);
    drawRuns(state);
  }
  {
    const CompactRows compact(CompactRows::Of::fields);
    const float half = ui::scaled(kLossControlsWidth - 8.0f) / 2.0f;
    ui::nextFieldWidth(half);
    ui::toggle("Losses/log y", losses.logScale,
               "Logarithmic vertical axes, for values above zero. Default: off.");
    ImGui::SameLine(0.0f, ui::scaled(8.0f));
    ui::nextFieldWidth(half);
    ui::toggle("Losses/log x", losses.logSteps,
               "A logarithmic horizontal axis: the first steps as wide as the last ones. "
               "Default: off.");
    ui::nextFieldWidth(ui::scaled(kLossControlsWidth));
    ui::slider("Losses/smoothing", losses.smoothing, 0.0f, kMostSmoothing,
               "Weight s of the past in the drawn average of training: y = s y + (1 - s) x, "
               "corrected for its start. The raw curve stays behind it; held-out values are "
               "averages already and drawn as they are. Default: 0.6.");
  }
  ImGui::EndGroup();
}

}  // namespace latlas::app
