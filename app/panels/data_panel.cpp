#include <algorithm>
#include <string>

#include "app/panels/compact_rows.h"
#include "app/panels/data_details.h"
#include "app/panels/data_lists.h"
#include "app/panels/empty_state.h"
#include "app/panels/panels.h"
#include "app/panels/sample_sheet.h"
#include "app/panels/sheet_filter.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %: less than most of an image says nothing.
constexpr float kLeastSheet = 28.0f;
// What the details need to be read at all; the sheet gives way.
constexpr float kLeastDetails = 96.0f;

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
bool drawName(const data::DatasetInfo& info, Requests& requests) {
  const float optionsWidth = ui::scaled(72.0f);
  ui::nextFieldWidth(ImGui::GetContentRegionAvail().x - optionsWidth -
                     ImGui::GetStyle().ItemSpacing.x);
  ui::FoldStyle style;
  style.shown = info.name;
  style.heading = true;
  const bool isOpen = ui::fold("Data/Details", "", info.source + "\n" + info.format, style);
  ui::recordProbe("Data/Name", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, info.name);
  ImGui::SameLine();
  if (ui::button("Data/Options", "Opens this dataset anew with other options: size, channels, "
                 "part, subset, labels. What is open stays until you have chosen.",
                 {ui::Emphasis::quiet, optionsWidth, true}))
    requests.push_back(request::OpenDataset{info.source, info.options, request::Ask::always});
  return isOpen;
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

// As high as its content, but it leaves room for the sheet; more scrolls.
void drawScrollingDetails(AppState& state, ui::Graphics& graphics) {
  float* height =
      ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("details height"), ui::scaled(150.0f));
  const float room = ImGui::GetContentRegionAvail().y;
  const float most = std::max(std::min(room, ui::scaled(kLeastDetails)),
                              room - ImGui::GetFrameHeightWithSpacing() - ui::scaled(kLeastSheet));
  ImGui::BeginChild("details", {0.0f, std::min(*height, most)}, false);
  drawDataDetails(state, graphics);
  *height = ImGui::GetCursorPosY();
  ImGui::EndChild();
}

void drawDataset(AppState& state, ui::Graphics& graphics, Requests& requests) {
  const data::DatasetInfo& info = state.dataset->info();
  const bool hasDetails = drawName(info, requests);
  drawFacts(state, info);
  drawSkippedList(info);
  if (hasDetails) drawScrollingDetails(state, graphics);
  if (ImGui::GetContentRegionAvail().y < ImGui::GetFrameHeightWithSpacing()) return;
  {
    const CompactRows compact(CompactRows::Of::fields);
    drawSheetFilter(state.sheet, *state.dataset);
  }
  const ImVec2 room = ImGui::GetContentRegionAvail();
  if (room.y >= ui::scaled(kLeastSheet))
    drawSampleSheet(state.sheet, *state.dataset, graphics, room);
}

}  // namespace

void drawDataPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Data", size, state.preferences.dataOpen)) {
    if (state.opening) drawOpening(*state.opening, requests);
    if (state.dataset) {
      drawDataset(state, graphics, requests);
    } else if (!state.opening) {
      drawEmptyState("Data",
                     "The images or vectors you train on appear here. Open a file or a folder, or "
                     "drop one on the window.",
                     state, requests);
    }
  }
  ui::endPanel();
}

}  // namespace latlas::app
