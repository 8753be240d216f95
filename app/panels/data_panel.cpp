#include <algorithm>
#include <string>

#include "app/panels/actions.h"
#include "app/panels/compact_rows.h"
#include "app/panels/empty_state.h"
#include "app/panels/format.h"
#include "app/panels/panels.h"
#include "app/panels/sample_sheet.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/data/open.h"

namespace latlas::app {
namespace {

// Pixels at 100 %: less than most of an image says nothing.
constexpr float kLeastSheet = 28.0f;
// Names listed in a tooltip; more would fill the screen.
constexpr std::size_t kListedFiles = 12;
constexpr std::size_t kListedClasses = 20;

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

std::string labelsText(const data::DatasetInfo& info) {
  const auto counted = [](std::size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
  };
  std::string text;
  if (!info.classes.empty()) text = counted(info.classes.size(), "class", "classes");
  if (!info.factors.empty()) {
    if (!text.empty()) text += ", ";
    text += counted(info.factors.size(), "factor", "factors");
  }
  return text.empty() ? "none" : text;
}

std::string labelsTooltip(const data::DatasetInfo& info) {
  std::string text =
      "What is known of the images. Training does not use it; the map can be coloured by it.";
  if (!info.classes.empty()) text += "\nClasses: ";
  for (std::size_t i = 0; i < std::min(kListedClasses, info.classes.size()); ++i) {
    if (i > 0) text += ", ";
    text += info.classes[i];
  }
  if (info.classes.size() > kListedClasses) text += ", ...";
  for (const data::Factor& factor : info.factors) {
    text += "\n" + factor.name + ": " + std::to_string(factor.values.size()) + " levels";
    if (!factor.values.empty())
      text += ", " + shortNumber(factor.values.front()) + " to " +
              shortNumber(factor.values.back()) + " " + factor.unit;
  }
  return text;
}

void skippedList(const data::DatasetInfo& info) {
  std::string tooltip;
  for (std::size_t i = 0; i < std::min(kListedFiles, info.skipped.size()); ++i)
    tooltip += info.skipped[i].path.filename().string() + ": " + info.skipped[i].why + "\n";
  if (info.skipped.size() > kListedFiles) tooltip += "and more: click to see them all";
  const std::string count = ui::grouped(std::ssize(info.skipped));
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().warning);
  const bool isOpen = ImGui::TreeNodeEx("skipped", ImGuiTreeNodeFlags_SpanAvailWidth,
                                        "%s files skipped", count.c_str());
  ImGui::PopStyleColor();
  ui::recordProbe("Data/Skipped", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, count);
  ui::tooltipForLastItem(tooltip);
  if (!isOpen) return;
  const float height = ImGui::GetTextLineHeightWithSpacing() * 4.5f;
  ImGui::BeginChild("skipped files", {0.0f, height}, false);
  // Only the lines on screen are formatted: a folder may hold any number of broken files.
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(info.skipped.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const data::Skipped& skipped = info.skipped[static_cast<std::size_t>(i)];
      ImGui::TextUnformatted((skipped.path.filename().string() + ": " + skipped.why).c_str());
      ui::tooltipForLastItem(skipped.path.string() + "\n" + skipped.why);
    }
  ImGui::EndChild();
  ImGui::TreePop();
}

void drawFacts(const AppState& state, const data::DatasetInfo& info) {
  const CompactRows compact(CompactRows::Of::facts);
  if (ImFont* font = ui::headingFont()) ImGui::PushFont(font);
  ImGui::TextUnformatted(info.name.c_str());
  if (ui::headingFont()) ImGui::PopFont();
  ui::recordProbe("Data/Name", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, info.name);
  ui::tooltipForLastItem(info.source + "\n" + info.format);
  ui::fact("Data/images", countsText(state, info),
           "Images the model learns from, and images kept apart to judge it on what it has never "
           "seen.");
  ui::fact("Data/shape", data::toString(info.shape) + "  (" + byteSize(info.memoryBytes) + ")",
           "Channels x height x width of one image; in brackets what the dataset holds in memory.");
  ui::fact("Data/labels", labelsText(info), labelsTooltip(info));
  if (!info.skipped.empty()) skippedList(info);
}

void drawImageSize(const AppState& state, const data::DatasetInfo& info, Requests& requests) {
  int size = info.shape.height;
  if (ui::number("Data/image size", size, data::kLeastImageSide, data::kMostImageSide,
                 "Pixels a side that every image of the folder is cut square and resized to; a "
                 "change reads the folder again. Default: the most common size, at most 64. Set "
                 "before training.",
                 canEditModel(state)))
    requests.push_back(request::OpenDataset{info.source, size});
}

}  // namespace

void drawDataPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Data", size, state.preferences.dataOpen)) {
    if (state.opening) drawOpening(*state.opening, requests);
    if (state.dataset) {
      drawFacts(state, state.dataset->info());
      if (state.dataset->info().isResized)
        drawImageSize(state, state.dataset->info(), requests);
      const ImVec2 room = ImGui::GetContentRegionAvail();
      if (room.y >= ui::scaled(kLeastSheet))
        drawSampleSheet(state.sheet, *state.dataset, graphics, room);
    } else if (!state.opening) {
      drawEmptyState("Data",
                     "The images you train on appear here. Open a file or a folder, or drop one "
                     "on the window.",
                     state, requests);
    }
  }
  ui::endPanel();
}

}  // namespace latlas::app
