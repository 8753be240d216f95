#include "app/dataset/sheet_filter.h"

#include <imgui.h>

#include <string>
#include <utility>
#include <vector>

#include "app/dataset/dataset_keys.h"
#include "app/session/sample_text.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// A longer list is no choice any more; its names are searched for.
constexpr std::size_t kMostChoices = 1000;
constexpr float kClassShare = 0.42f;  // of the width

void chooseClass(SheetState& sheet, const data::DatasetInfo& info) {
  std::vector<std::string> names{std::to_string(info.classes.size()) +
                                 (info.classes.size() == 1 ? " class" : " classes")};
  names.insert(names.end(), info.classes.begin(), info.classes.end());
  int chosen = sheet.filter.label + 1;
  ui::nextFieldWidth(ImGui::GetContentRegionAvail().x * kClassShare);
  if (ui::plainChoice("Data/class", chosen, names,
                      "Shows the samples of one class alone. Training takes all of them."))
    showClass(sheet, chosen - 1);
  ImGui::SameLine(0.0f, ui::scaled(4.0f));
}

// Of the filter as it is now; null while it is sought.
const SheetPage* currentPage(const SheetState& sheet) {
  return sheet.page && sheet.page->filter == sheet.filter ? sheet.page.get() : nullptr;
}

std::string findings(const SheetPage* page, const data::DatasetInfo& info) {
  if (!page) return "searching";
  const std::string all = page->isSearching ? " so far" : " of " + ui::grouped(info.count);
  return ui::grouped(page->matches) + all + " " + samplesName(info);
}

void drawProblem(const std::string& problem) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().warning);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(problem.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
  ui::recordProbe("Data/problem", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, problem);
}

}  // namespace

void showClass(SheetState& sheet, int label) {
  sheet.filter.label = sheet.filter.label == label ? -1 : label;
  sheet.first = 0;
}

void drawSheetFilter(SheetState& sheet, const data::Dataset& dataset) {
  const data::DatasetInfo& info = dataset.info();
  if (!info.classes.empty() && info.classes.size() <= kMostChoices) chooseClass(sheet, info);
  static const std::string help =
      std::string("Finds samples by class, file name or any column's text: cat. By number: row "
                  "123. By comparison: age > 30, scale = 0.5. Commas join several (") +
      kFindKey.key + ").";
  const bool isFiltered = !sheet.filter.isEmpty();
  const SheetPage* page = currentPage(sheet);
  const std::string found = isFiltered ? findings(page, info) : "";
  const std::string count = page ? ui::grouped(page->matches) : "...";
  const bool isClassOnly = page && isFiltered && sheet.filter.text.empty();
  const std::string hint = isClassOnly ? "Search " + count : "Search";
  // What is being typed belongs to the dataset that is there now, and goes with it.
  ImGui::PushID(&dataset);
  if (ui::searchField("Data/search", sheet.filter.text, hint,
                      isFiltered ? found + "\n" + help : help, count,
                      std::exchange(sheet.focusSearch, false)))
    sheet.first = 0;
  ImGui::PopID();
  if (isFiltered)
    ui::recordProbe("Data/matches", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, found);
  if (isFiltered && page && !page->problem.empty()) drawProblem(page->problem);
}

}  // namespace latlas::app
