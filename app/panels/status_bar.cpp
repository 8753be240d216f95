#include <algorithm>
#include <cmath>
#include <string>

#include "app/panels/actions.h"
#include "app/panels/panels.h"
#include "app/panels/sample_text.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

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

std::string deviceText(const model::TrainConfig& config) {
  std::string text;
  if (config.device == model::Device::cpu) text = " · CPU";
  if (config.device == model::Device::cuda) text = " · CUDA";
  if (config.threads > 0)
    text += " · " + std::to_string(config.threads) + (config.threads == 1 ? " thread" : " threads");
  return text;
}

}  // namespace

void drawStatusBar(const AppState& state) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float inset = ui::scaled(12.0f);
  const float end = start.x + ImGui::GetContentRegionAvail().x - inset;
  std::string right;
  if (state.dataset) {
    const data::DatasetInfo& info = state.dataset->info();
    right = info.name + " · " + ui::grouped(info.count) + " " + samplesName(info);
    if (hasRun(state)) right += deviceText(state.snapshot->config.train);
  }
  const float rightStart = end - ImGui::CalcTextSize(right.c_str()).x;

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
  ImGui::TextUnformatted(right.c_str());
  ImGui::PopStyleColor();
  ui::recordProbe("Status/Dataset", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, right);
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace latlas::app
