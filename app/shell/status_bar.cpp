#include "app/shell/status_bar.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/session/facts.h"
#include "app/session/sample_text.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

constexpr float kLeastPart = 60.0f;  // pixels at 100 %: of a part that gives way

struct Line {
  std::string text;
  ImVec4 colour;
};

std::string percent(double fraction) {
  return " " + std::to_string(std::lround(100.0 * std::clamp(fraction, 0.0, 1.0))) + " %";
}

// What goes on comes before what has happened.
Line statusLine(const AppState& state) {
  const ui::Palette& palette = ui::palette();
  if (state.opening) {
    std::string text = "Opening " + state.opening->source;
    if (state.opening->fraction >= 0.0) text += percent(state.opening->fraction);
    return {std::move(text), palette.text};
  }
  if (state.exporting) return {"Writing " + *state.exporting, palette.text};
  if (state.snapshot && state.snapshot->failure)
    return {"Training stopped: " + state.snapshot->failure->message, palette.error};
  if (!state.status.empty()) return {state.status, palette.textSecondary};
  if (hasRun(state)) return {train::toString(state.snapshot->state), palette.textSecondary};
  return {"Open a dataset to begin", palette.textSecondary};
}

// What stands at the right end: each part is a fact with its explanation.
struct Part {
  const char* probe;
  std::string text, tooltip;
  std::string shown = text;  // as much of it as there is room for
};

std::vector<Part> parts(const AppState& state) {
  std::vector<Part> all;
  if (!state.dataset) return all;
  const data::DatasetInfo& info = state.dataset->info();
  const std::string count = ui::grouped(info.count) + " " + samplesName(info);
  if (hasRun(state) && !state.snapshot->placement.empty())
    all.push_back(
        {"Status/Placement", state.snapshot->placement,
         "Where the arithmetic of training is done, and why: " + state.snapshot->placement +
             ". Set-up in the Model panel changes it. What was measured stands in "
             "~/.cache/latlas/threads.json; delete it to measure anew."});
  if (hasRun(state) && state.autosavedStep > 0)
    all.push_back({"Status/Autosave", "saved at step " + ui::grouped(state.autosavedStep),
                   "The run is saved every 30 s and whenever it stops; File/Reopen last run goes "
                   "on with it."});
  all.push_back({"Status/Dataset", info.name + " · " + count, info.name + ", " + count});
  return all;
}

}  // namespace

void drawStatusBar(const AppState& state) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float inset = ui::scaled(12.0f);
  const float end = start.x + ImGui::GetContentRegionAvail().x - inset;
  constexpr const char* kBetween = " · ";
  float rightStart = end;
  std::vector<Part> right = parts(state);
  // What has just happened keeps half of the line; the placement gives way first.
  const float least = start.x + inset + (end - start.x) / 2;
  const float between = ImGui::CalcTextSize(kBetween).x;
  for (std::size_t i = right.size(); i-- > 0;) {
    const float room = rightStart - least - between;
    right[i].shown = ui::elided(right[i].text, std::max(room, ui::scaled(kLeastPart)));
    rightStart -= ImGui::CalcTextSize(right[i].shown.c_str()).x + (i > 0 ? between : 0.0f);
  }

  const Line line = statusLine(state);
  ImGui::PushClipRect(start, {rightStart - inset, start.y + ImGui::GetTextLineHeight() * 2}, true);
  ImGui::SetCursorScreenPos({start.x + inset, start.y});
  ImGui::PushStyleColor(ImGuiCol_Text, line.colour);
  // One line, whatever the message brings along.
  ImGui::TextUnformatted(line.text.substr(0, line.text.find('\n')).c_str());
  ImGui::PopStyleColor();
  ui::tooltipForLastItem(line.text);
  ui::recordProbe("Status", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, line.text);
  ImGui::PopClipRect();

  ImGui::SetCursorScreenPos({rightStart, start.y});
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (i > 0) {
      ImGui::SameLine(0.0f, 0.0f);
      ImGui::TextUnformatted(kBetween);
      ImGui::SameLine(0.0f, 0.0f);
    }
    ImGui::TextUnformatted(right[i].shown.c_str());
    ui::recordProbe(right[i].probe, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                    right[i].text);
    ui::tooltipForLastItem(right[i].tooltip);
  }
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace latlas::app
