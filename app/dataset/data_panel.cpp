#include "app/dataset/data_panel.h"

#include <algorithm>
#include <string>

#include "app/dataset/data_details.h"
#include "app/dataset/data_lists.h"
#include "app/dataset/dataset_requests.h"
#include "app/dataset/sample_sheet.h"
#include "app/dataset/sheet_filter.h"
#include "app/session/empty_state.h"
#include "app/ui/compact_rows.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %: less than most of an image says nothing.
constexpr float kLeastSheet = 28.0f;
// Beneath the details some lines of samples stay.
constexpr float kUsualSheet = 140.0f;
constexpr float kHeading = 40.0f;  // of the panel, with its border

void drawOpening(const OpenProgress& opening, Requests& requests) {
  ui::hint("Opening " + opening.source);
  const ImVec2 size(-1.0f, ui::scaled(6.0f));
  // Without a known end the bar says only that work goes on.
  const auto fraction = static_cast<float>(std::clamp(opening.fraction, 0.0, 1.0));
  ImGui::PushStyleColor(ImGuiCol_PlotHistogram, ui::palette().accent);
  ImGui::ProgressBar(fraction, size, "");
  ImGui::PopStyleColor();
  ui::recordProbe("Data/Progress", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                  std::to_string(opening.fraction));
  if (!opening.what.empty()) ui::hint(opening.what);
  if (ui::button("Data/Cancel", "Gives up opening; what was open stays open (Esc)."))
    requests.push_back(request::CancelOpening{});
}

std::string countsText(const AppState& state, const data::DatasetInfo& info) {
  std::int64_t train = info.publishedTrainCount;
  std::int64_t heldOut = info.count - info.publishedTrainCount;
  // The run's own split, when it is of this dataset.
  if (state.snapshot && state.snapshot->dataset == state.dataset) {
    train = state.snapshot->trainCount;
    heldOut = state.snapshot->heldOutCount;
  }
  std::string text = ui::grouped(train);
  if (heldOut > 0) text += " + " + ui::grouped(heldOut) + " held out";
  return text;
}

// The name unfolds everything that is known; beside it is how to read the source otherwise.
void drawName(AppState& state, Requests& requests) {
  const data::DatasetInfo& info = state.dataset->info();
  const CompactRows compact(CompactRows::Of::fields);
  const float optionsWidth = ui::scaled(68.0f);
  ui::nextFieldWidth(ImGui::GetContentRegionAvail().x - optionsWidth -
                     ImGui::GetStyle().ItemSpacing.x);
  ui::FoldStyle style;
  style.shown = info.name;
  style.heading = true;
  ui::fold("Data/Details", state.preferences.dataDetailsOpen, "",
           "Click for all that is known of it.\n" + info.source + "\n" + info.format, style);
  ui::recordProbe("Data/Name", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, info.name);
  ImGui::SameLine();
  if (ui::button("Data/Options",
                 "Opens this dataset anew with other options: size, channels, "
                 "part, subset, labels. What is open stays until you have chosen.",
                 {ui::Emphasis::quiet, optionsWidth, true}))
    requests.push_back(request::OpenDataset{info.source, info.options, request::Ask::always});
}

void drawFacts(const AppState& state, const data::DatasetInfo& info) {
  const CompactRows compact(CompactRows::Of::facts);
  const bool areVectors = info.shape.kind == data::Kind::vectors;
  ui::fact(areVectors ? "Data/rows" : "Data/images", countsText(state, info),
           "What the model learns from, and what is kept apart to judge it on what it has never "
           "seen.");
  ui::fact("Data/shape", data::toString(info.shape) + "  (" + memoryText(info) + ")",
           areVectors ? "Numbers in each row; in brackets what the dataset holds in memory."
                      : "Channels x height x width of one image; in brackets what the dataset "
                        "holds in memory.");
}

// The height at which nothing is cut and a row of samples is seen, beneath the panel's heading.
float drawDataset(AppState& state, ui::Graphics& graphics, Requests& requests) {
  drawName(state, requests);
  drawFacts(state, state.dataset->info());
  drawSkippedList(state.dataset->info());
  if (state.preferences.dataDetailsOpen) {
    drawDataDetails(state, graphics);
    ImGui::Dummy({0.0f, ui::scaled(2.0f)});
  }
  const float sheet = ui::scaled(state.preferences.dataDetailsOpen ? kUsualSheet : kLeastSheet);
  const float wished = ImGui::GetCursorPosY() + ImGui::GetFrameHeightWithSpacing() + sheet +
                       ImGui::GetStyle().WindowPadding.y;
  if (ImGui::GetContentRegionAvail().y < ImGui::GetFrameHeightWithSpacing()) return wished;
  {
    const CompactRows compact(CompactRows::Of::fields);
    drawSheetFilter(state.sheet, *state.dataset);
  }
  const ImVec2 room = ImGui::GetContentRegionAvail();
  if (room.y >= ui::scaled(kLeastSheet))
    drawSampleSheet(state.sheet, *state.dataset, graphics, room);
  return wished;
}

}  // namespace

float drawDataPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests) {
  float wished = 0.0f;
  if (ui::beginPanel("Data", size, state.preferences.dataOpen)) {
    if (state.opening) drawOpening(*state.opening, requests);
    if (state.dataset) {
      wished = drawDataset(state, graphics, requests) + ui::scaled(kHeading);
    } else if (!state.opening) {
      drawEmptyState("Data",
                     "The images or vectors you train on appear here. Open a file or a folder, or "
                     "drop one on the window.",
                     state, requests);
    }
  }
  ui::endPanel();
  return wished;
}

}  // namespace latlas::app
