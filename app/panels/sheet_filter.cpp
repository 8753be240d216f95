#include "app/panels/sheet_filter.h"

#include <imgui.h>

#include <string>
#include <utility>
#include <vector>

#include "app/panels/sample_text.h"
#include "app/panels/shortcuts.h"
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

// What the newest page says of the filter; empty while it is of another one.
std::pair<std::string, bool> findings(const SheetState& sheet, const data::DatasetInfo& info) {
  if (!sheet.page || sheet.page->filter != sheet.filter) return {"searching", false};
  if (!sheet.page->problem.empty()) return {sheet.page->problem, true};
  std::string text = ui::grouped(sheet.page->matches);
  text += sheet.page->isSearching ? " so far" : " of " + ui::grouped(info.count);
  return {text + " " + samplesName(info), false};
}

}  // namespace

void showClass(SheetState& sheet, int label) {
  sheet.filter.label = sheet.filter.label == label ? -1 : label;
  sheet.first = 0;
}

void drawSheetFilter(SheetState& sheet, const data::Dataset& dataset) {
  const data::DatasetInfo& info = dataset.info();
  if (!info.classes.empty() && info.classes.size() <= kMostChoices) chooseClass(sheet, info);
  static const std::string tooltip =
      std::string("Finds samples by class, file name or any column's text: cat. By number: row "
                  "123. By comparison: age > 30, scale = 0.5. Commas join several (") +
      keyOf(Action::find) + ").";
  // What is being typed belongs to the dataset that is there now, and goes with it.
  ImGui::PushID(&dataset);
  if (ui::searchField("Data/search", sheet.filter.text, "Search", tooltip,
                      std::exchange(sheet.focusSearch, false)))
    sheet.first = 0;
  ImGui::PopID();
  if (sheet.filter.isEmpty()) return;
  const auto [text, isProblem] = findings(sheet, info);
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text,
                        isProblem ? ui::palette().warning : ui::palette().textSecondary);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
  ui::recordProbe("Data/matches", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, text);
}

}  // namespace latlas::app
