#include "app/ui/probes.h"

#include <imgui_internal.h>

#include <algorithm>
#include <map>
#include <utility>

namespace latlas::ui {
namespace {

using Probes = std::map<std::string, Probe, std::less<>>;

struct Frames {
  Probes drawing;   // of the frame that beginProbes() opened
  Probes complete;  // of the one before
};

Frames& frames() {
  static Frames instance;
  return instance;
}

// Between Render and the next NewFrame the newest frame is complete, though beginProbes() has not
// yet put it aside; scripts act exactly then.
const Probes& newestComplete() {
  const ImGuiContext* context = ImGui::GetCurrentContext();
  const bool drawing = context != nullptr && context->WithinFrameScope;
  const Frames& all = frames();
  return drawing || all.drawing.empty() ? all.complete : all.drawing;
}

}  // namespace

void beginProbes() {
  Frames& all = frames();
  std::swap(all.complete, all.drawing);
  all.drawing.clear();
}

void recordProbe(std::string_view label, ImVec2 min, ImVec2 max, bool enabled, std::string value) {
  const ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 clipMin = list->GetClipRectMin();
  const ImVec2 clipMax = list->GetClipRectMax();
  Probe probe;
  probe.min = {std::clamp(min.x, clipMin.x, clipMax.x), std::clamp(min.y, clipMin.y, clipMax.y)};
  probe.max = {std::clamp(max.x, clipMin.x, clipMax.x), std::clamp(max.y, clipMin.y, clipMax.y)};
  probe.enabled = enabled;
  probe.value = std::move(value);
  frames().drawing.insert_or_assign(std::string(label), std::move(probe));
}

std::optional<Probe> findProbe(std::string_view label) {
  const Probes& probes = newestComplete();
  const auto found = probes.find(label);
  if (found == probes.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> probeLabels() {
  std::vector<std::string> labels;
  for (const auto& [label, probe] : newestComplete()) labels.push_back(label);
  return labels;
}

}  // namespace latlas::ui
