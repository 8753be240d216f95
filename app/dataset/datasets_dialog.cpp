#include "app/dataset/datasets_dialog.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/dataset/dataset_requests.h"
#include "app/ui/list_item.h"
#include "app/ui/modal.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kWidth = 780.0f, kListWidth = 240.0f, kHeight = 410.0f;
constexpr float kGap = 20.0f, kButton = 104.0f, kBar = 6.0f;
constexpr float kAround = 160.0f;  // heading, buttons and what is seen of the window

std::string percent(double fraction) {
  return std::to_string(std::lround(100.0 * std::clamp(fraction, 0.0, 1.0))) + " %";
}

std::string sizeText(const fetch::CatalogueEntry& entry) {
  return (fetch::downloadBytesAreExact(entry) ? "" : "about ") +
         byteSize(fetch::downloadBytes(entry));
}

std::string contentText(const fetch::CatalogueEntry& entry) {
  const auto& [channels, height, width] = entry.shape;
  return ui::grouped(entry.count) + " images of " + std::to_string(height) + " x " +
         std::to_string(width) + (channels == 1 ? ", grey" : ", colour");
}

void wrapped(const std::string& text) {
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

struct RowState {
  std::string text;
  ui::RowTone tone = ui::RowTone::quiet;
};

RowState rowState(const fetch::CatalogueEntry& entry, const DatasetStatus& status) {
  if (status.download) return {percent(status.download->fraction)};
  if (status.presence.isHere) return {"here", ui::RowTone::good};
  if (!status.failure.empty()) return {"failed", ui::RowTone::bad};
  return {byteSize(fetch::downloadBytes(entry))};
}

std::string stateText(const fetch::CatalogueEntry& entry, const DatasetStatus& status) {
  if (status.download) return percent(status.download->fraction) + "   " + status.download->what;
  if (status.presence.isHere) return "Downloaded and verified";
  if (status.presence.fraction > 0.0)
    return percent(status.presence.fraction) + " of " + sizeText(entry) + " is here already";
  return "Not downloaded, " + sizeText(entry);
}

// The dataset that the right side shows.
const fetch::CatalogueEntry& selectedEntry(const DatasetsState& datasets) {
  const fetch::CatalogueEntry* entry = fetch::findEntry(*datasets.catalogue, datasets.selected);
  return entry ? *entry : datasets.catalogue->entries.front();
}

void moveSelection(DatasetsState& datasets, std::ptrdiff_t by) {
  const auto& entries = datasets.catalogue->entries;
  const std::ptrdiff_t now = &selectedEntry(datasets) - entries.data();
  const std::ptrdiff_t next = std::clamp<std::ptrdiff_t>(now + by, 0, std::ssize(entries) - 1);
  datasets.selected = entries[static_cast<std::size_t>(next)].key;
}

void drawList(DatasetsState& datasets, ImVec2 size) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui::scaled(4), ui::scaled(4)));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui::palette().background);
  ImGui::BeginChild("list", size, true);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  const std::string selected = selectedEntry(datasets).key;
  for (const fetch::CatalogueEntry& entry : datasets.catalogue->entries) {
    const RowState row = rowState(entry, datasets.status[entry.key]);
    if (ui::listItem("Datasets/" + entry.key, entry.title, row.text, row.tone,
                     entry.key == selected))
      datasets.selected = entry.key;
  }
  ImGui::EndChild();
}

void drawFailure(const std::string& failure) {
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().error);
  wrapped(failure);
  ImGui::PopStyleColor();
  ui::recordProbe("Datasets/Failure", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                  failure);
}

void drawDescription(const fetch::CatalogueEntry& entry, const std::string& failure) {
  if (ImFont* font = ui::headingFont()) ImGui::PushFont(font);
  ImGui::TextUnformatted(entry.title.c_str());
  if (ui::headingFont()) ImGui::PopFont();
  ui::hint(contentText(entry) + ", " + sizeText(entry) + " to download");
  if (!failure.empty()) {
    ui::section("The download failed");
    drawFailure(failure);
    ui::section("What it holds");
  } else {
    ImGui::Dummy({0.0f, ui::scaled(2.0f)});
  }
  wrapped(entry.description);
  ui::section("Licence");
  wrapped(entry.licence);
  ui::section("Please cite");
  wrapped(entry.citation);
  if (ui::button("Datasets/Copy citation", "Puts the citation on the clipboard."))
    ImGui::SetClipboardText(entry.citation.c_str());
  ui::section("Home page");
  wrapped(entry.homepage);
}

void drawState(const fetch::CatalogueEntry& entry, const DatasetStatus& status) {
  const std::string text = stateText(entry, status);
  ImGui::TextUnformatted(text.c_str());
  ui::recordProbe("Datasets/State", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, text);
  if (!status.download) return;
  const auto fraction = static_cast<float>(std::clamp(status.download->fraction, 0.0, 1.0));
  ImGui::PushStyleColor(ImGuiCol_PlotHistogram, ui::palette().accent);
  ImGui::ProgressBar(fraction, {-1.0f, ui::scaled(kBar)}, "");
  ImGui::PopStyleColor();
  ui::recordProbe("Datasets/Progress", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                  percent(fraction));
}

// The next step: one button, the most likely one.
void drawStep(AppState& state, const fetch::CatalogueEntry& entry, const DatasetStatus& status,
              Requests& requests) {
  const float width = ui::scaled(kButton);
  if (status.download) {
    if (ui::button("Datasets/Cancel", "Stops the download; what came is kept.",
                   {ui::Emphasis::normal, width, true}))
      requests.push_back(request::CancelFetch{entry.key});
  } else if (status.presence.isHere) {
    if (ui::button("Datasets/Open", "Opens it: " + status.path.string(),
                   {ui::Emphasis::primary, width, true})) {
      requests.push_back(request::OpenDataset{status.path.string()});
      state.datasets.isOpen = false;
    }
  } else if (ui::button("Datasets/Download",
                        "Downloads it into your data folder and verifies its checksums. The window "
                        "goes on meanwhile.",
                        {ui::Emphasis::primary, width, true})) {
    requests.push_back(request::FetchDataset{entry.key});
  }
}

void drawSelected(DatasetsState& datasets, ImVec2 size) {
  const fetch::CatalogueEntry& entry = selectedEntry(datasets);
  const DatasetStatus& status = datasets.status[entry.key];
  ImGui::BeginChild("selected", size, false);
  const float line = ImGui::GetTextLineHeightWithSpacing();
  const float foot = line + ui::scaled(kBar) + ImGui::GetStyle().ItemSpacing.y;
  // Another dataset begins at its top.
  ImGui::BeginChild(entry.key.c_str(), {0.0f, size.y - foot}, false);
  drawDescription(entry, status.failure);
  ImGui::EndChild();
  drawState(entry, status);
  ImGui::EndChild();
}

// The last row: the selected dataset's next step below it, and Close at the right end.
void drawButtons(AppState& state, Requests& requests) {
  DatasetsState& datasets = state.datasets;
  ImGui::Dummy({0.0f, ui::scaled(2.0f)});
  const float left = ImGui::GetCursorPosX();
  const float right = left + ImGui::GetContentRegionAvail().x;
  const float width = ui::scaled(kButton);
  if (datasets.catalogue && datasets.failure.empty()) {
    const fetch::CatalogueEntry& entry = selectedEntry(datasets);
    ImGui::SetCursorPosX(left + ui::scaled(kListWidth + kGap));
    drawStep(state, entry, datasets.status[entry.key], requests);
    ImGui::SameLine();
  }
  ImGui::SetCursorPosX(right - width);
  if (ui::button("Datasets/Close", "Closes this (Esc); downloads go on.",
                 {ui::Emphasis::normal, width, true}))
    datasets.isOpen = false;
}

void drawCatalogue(DatasetsState& datasets) {
  moveSelection(datasets, ui::arrowSteps());
  const float height =
      std::min(ui::scaled(kHeight), ImGui::GetIO().DisplaySize.y - ui::scaled(kAround));
  drawList(datasets, {ui::scaled(kListWidth), height});
  ImGui::SameLine(0.0f, ui::scaled(kGap));
  drawSelected(datasets, {0.0f, height});
}

}  // namespace

void drawDatasetsDialog(AppState& state, Requests& requests) {
  DatasetsState& datasets = state.datasets;
  const bool isWanted = datasets.isOpen && !state.notice && !state.question && !state.showAbout &&
                        !state.showShortcuts;
  drawModal("##datasets", "Datasets", isWanted, kWidth, [&] {
    if (!datasets.failure.empty())
      drawFailure(datasets.failure);
    else if (datasets.catalogue)
      drawCatalogue(datasets);
    else
      ui::hint("Reading the catalogue");
    drawButtons(state, requests);
    return !datasets.isOpen;
  });
}

}  // namespace latlas::app
