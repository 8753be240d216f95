#include "app/dataset/data_lists.h"

#include <imgui.h>

#include <algorithm>
#include <functional>
#include <string>

#include "app/dataset/sheet_filter.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// More lines than this scroll by themselves.
constexpr int kShownLines = 12;
// Names listed in a tooltip; more would fill the screen.
constexpr std::size_t kListedNames = 12;

struct Line {
  std::string name, note, tooltip;
  float share = 0.0f;  // of the line's width, laid under it
  bool isChosen = false;
  ImU32 swatch = 0;  // a spot of this colour before the name; 0: none
};

// A line with a name on the left and a note on the right; true when it was clicked.
bool drawLine(const std::string& label, const Line& line, bool canBeClicked) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = ImGui::GetFontSize() + ui::scaled(4.0f);
  const bool clicked = ImGui::InvisibleButton("line", {width, height}) && canBeClicked;
  const bool isLit = canBeClicked && ImGui::IsItemHovered();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 end(corner.x + width, corner.y + height - 1.0f);
  ImVec4 ground = ui::palette().accent;
  ground.w = line.isChosen ? 0.45f : 0.2f;
  if (isLit || line.isChosen)
    list->AddRectFilled(corner, end, ImGui::GetColorU32(ui::palette().fieldHovered),
                        ui::scaled(2.0f));
  if (line.share > 0.0f)
    list->AddRectFilled(corner, {corner.x + std::max(1.0f, line.share * width), end.y},
                        ImGui::GetColorU32(ground), ui::scaled(2.0f));
  const float inset = ui::scaled(6.0f);
  const float noteWidth = ImGui::CalcTextSize(line.note.c_str()).x;
  const float top = corner.y + ui::scaled(1.5f);
  const float spot = line.swatch != 0 ? ui::scaled(8.0f) + inset : 0.0f;
  if (line.swatch != 0)
    list->AddCircleFilled({corner.x + inset + ui::scaled(4.0f), (corner.y + end.y) / 2},
                          ui::scaled(4.0f), line.swatch);
  const std::string name = ui::elided(line.name, width - noteWidth - 3 * inset - spot);
  list->AddText({corner.x + inset + spot, top}, ImGui::GetColorU32(ui::palette().text),
                name.c_str());
  list->AddText({corner.x + width - inset - noteWidth, top},
                ImGui::GetColorU32(ui::palette().textSecondary), line.note.c_str());
  ui::recordProbe(label + "/" + line.name, corner, end, true, line.note);
  ui::tooltipForLastItem(line.tooltip);
  return clicked;
}

// Only the lines on screen are made: there may be any number. The one that was clicked, or -1.
int drawLines(const std::string& label, int count, bool canBeClicked,
              const std::function<Line(int)>& make) {
  int clicked = -1;
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float height = ImGui::GetFontSize() + ui::scaled(4.0f);
  const bool scrolls = count > kShownLines;
  if (scrolls) ImGui::BeginChild(label.c_str(), {0.0f, height * (kShownLines - 0.5f)}, false);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0.0f, 0.0f));
  ImGuiListClipper clipper;
  clipper.Begin(count, height);
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      ImGui::PushID(i);
      if (drawLine(label, make(i), canBeClicked)) clicked = i;
      ImGui::PopID();
    }
  clipper.End();
  ImGui::PopStyleVar();
  if (scrolls) ImGui::EndChild();
  if (ui::smallFont()) ImGui::PopFont();
  return clicked;
}

std::string rangeText(double least, double most) {
  return shortNumber(least) + " to " + shortNumber(most);
}

std::string missingText(std::int64_t missing) {
  return missing > 0 ? ui::grouped(missing) + " missing" : std::string("none missing");
}

Line variableLine(const data::Variable& variable) {
  return {variable.name, rangeText(variable.least, variable.most),
          "One of the numbers of each row: mean " + shortNumber(variable.mean) + ", deviation " +
              shortNumber(variable.deviation) + ", " + missingText(variable.missing) + "."};
}

Line columnLine(const data::Column& column, const data::ColumnRange* range) {
  Line line{column.name, "", "Known of each sample; training does not use it."};
  if (column.isText())
    line.note =
        ui::grouped(std::ssize(column.texts)) + (column.texts.size() == 1 ? " text" : " texts");
  else if (range)
    line.note = rangeText(range->least, range->most);
  else
    line.note = "numbers";
  for (std::size_t i = 0; i < std::min(kListedNames, column.texts.size()); ++i)
    line.tooltip += (i == 0 ? "\n" : ", ") + column.texts[i];
  if (column.texts.size() > kListedNames) line.tooltip += ", ...";
  if (range) line.tooltip += "\n" + missingText(range->missing);
  return line;
}

}  // namespace

void drawClassList(AppState& state) {
  const data::DatasetInfo& info = state.dataset->info();
  if (info.classes.empty()) return;
  const auto count = std::ssize(info.classes);
  if (!ui::fold("Data/Classes", ui::grouped(count),
                "The classes and how many samples each has. Training does not use them; the map "
                "can be coloured by them."))
    return;
  const auto* counts = state.summary ? &state.summary->statistics.classCounts : nullptr;
  const std::int64_t most = counts ? *std::max_element(counts->begin(), counts->end()) : 0;
  const int clicked = drawLines("Data/Classes", static_cast<int>(count), true, [&](int i) {
    const auto at = static_cast<std::size_t>(i);
    Line line{info.classes[at],
              "",
              "Click to show this class alone in the sheet.",
              0.0f,
              state.sheet.filter.label == i,
              ui::classColour(i)};
    if (!counts) return line;
    line.note = ui::grouped((*counts)[at]);
    line.share =
        static_cast<float>((*counts)[at]) / static_cast<float>(std::max<std::int64_t>(1, most));
    return line;
  });
  if (clicked >= 0) showClass(state.sheet, clicked);
  if (state.summary && state.summary->statistics.unlabelled > 0)
    ui::hint(ui::grouped(state.summary->statistics.unlabelled) + " without a class");
}

void drawFactorList(const data::DatasetInfo& info) {
  if (info.factors.empty()) return;
  const auto count = std::ssize(info.factors);
  if (!ui::fold("Data/Factors", ui::grouped(count),
                "What generated the samples, with the levels of each. Training does not use them; "
                "the map can be coloured by them."))
    return;
  drawLines("Data/Factors", static_cast<int>(count), false, [&](int i) {
    const data::Factor& factor = info.factors[static_cast<std::size_t>(i)];
    const std::string levels = ui::grouped(std::ssize(factor.values)) + " levels";
    Line line{factor.name, levels, ""};
    if (!factor.values.empty())
      line.tooltip = levels + ", " + rangeText(factor.values.front(), factor.values.back()) +
                     (factor.unit.empty() ? "" : " " + factor.unit);
    return line;
  });
}

void drawColumnList(const AppState& state) {
  const data::DatasetInfo& info = state.dataset->info();
  const std::vector<data::Column>& columns = state.dataset->columns();
  const auto variables = std::ssize(info.variables);
  const auto count = variables + std::ssize(columns);
  if (count == 0) return;
  if (!ui::fold("Data/Columns", ui::grouped(count),
                variables > 0 ? "The numbers of each row with their ranges, then what else is "
                                "known of it. The map can be coloured by the latter."
                              : "What else is known of each sample. Training does not use it; the "
                                "map can be coloured by it."))
    return;
  drawLines("Data/Columns", static_cast<int>(count), false, [&](int i) {
    if (i < variables) return variableLine(info.variables[static_cast<std::size_t>(i)]);
    const auto at = static_cast<std::size_t>(i - variables);
    const bool isKnown = state.summary && at < state.summary->statistics.columns.size();
    return columnLine(columns[at], isKnown ? &state.summary->statistics.columns[at] : nullptr);
  });
}

void drawSkippedList(const data::DatasetInfo& info) {
  if (info.skipped.empty()) return;
  const std::string count = ui::grouped(std::ssize(info.skipped));
  std::string tooltip;
  for (std::size_t i = 0; i < std::min(kListedNames, info.skipped.size()); ++i)
    tooltip += info.skipped[i].path.filename().string() + ": " + info.skipped[i].why + "\n";
  if (info.skipped.size() > kListedNames) tooltip += "and more: click to see them all";
  const std::string shown = count + (info.skipped.size() == 1 ? " file skipped" : " files skipped");
  ui::FoldStyle style;
  style.shown = shown;
  style.warns = true;
  const bool isOpen = ui::fold("Data/Skipped", "", tooltip, style);
  if (!isOpen) return;
  drawLines("Data/Skipped", static_cast<int>(info.skipped.size()), false, [&](int i) {
    const data::Skipped& skipped = info.skipped[static_cast<std::size_t>(i)];
    return Line{skipped.path.filename().string() + ": " + skipped.why, "",
                skipped.path.string() + "\n" + skipped.why};
  });
}

}  // namespace latlas::app
