#include "app/shell/window_view.h"

#include <imgui.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/wing.h"
#include "app/shell/all_wings.h"
#include "app/shell/layout.h"
#include "app/shell/menu_bar.h"
#include "app/shell/overlays.h"
#include "app/shell/status_bar.h"
#include "app/ui/ground.h"
#include "app/ui/splitter.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kGap = 6.0f;             // between panels; it is the splitter, too
constexpr float kLeastElastic = 140.0f;  // of the left column's first panel, with its facts
constexpr float kStatusHeight = 24.0f;
constexpr float kFoldedHeight = 32.0f;  // of a folded panel
// Of the bottom row's width, what a panel beside the first may take.
constexpr float kMostOfRow = 0.4f;

// What drawing a panel takes.
struct Scene {
  AppState& state;
  ui::Graphics& graphics;
  Requests& requests;
};

std::vector<const Panel*> panelsAt(PanelPlace place) {
  std::vector<const Panel*> found;
  for (const Wing* wing : allWings())
    for (const Panel& panel : wing->panels)
      if (panel.place == place) found.push_back(&panel);
  return found;
}

float drawPanel(const Scene& scene, const Panel& panel, ImVec2 size) {
  std::vector<SettingsFold> folds;
  for (const Wing* wing : allWings())
    for (const ContributedFold& fold : wing->folds)
      if (std::string_view(fold.panel) == panel.title)
        folds.push_back(fold.make(scene.state, scene.requests));
  return panel.draw({scene.state, scene.graphics, size, scene.requests, folds});
}

void drawPanelsAt(PanelPlace place, const Scene& scene, ImVec2 size) {
  for (const Panel* panel : panelsAt(place)) drawPanel(scene, *panel, size);
}

struct Splitting {
  const char* label;
  ui::SplitterAxis axis;
  float least, most;  // pixels
  float length;
  int grows;
};

// `chosen` is in the preferences' units, `now` what the layout made of it.
void splitBar(const Splitting& bar, float& chosen, float now) {
  const float scale = ui::scaled(1.0f);
  float size = now;
  if (ui::splitter(bar.label, bar.axis, size, bar.least, bar.most, bar.length, ui::scaled(kGap),
                   bar.grows))
    chosen = size / scale;
}

// The heights that the left column's panels want, kept from frame to frame; 0: not known yet. Under
// its title alone a panel keeps the height of its content.
ImGuiID heightKey(const Panel& of) {
  return ImGui::GetID((std::string("height of ") + of.title).c_str());
}
float keptHeight(const Panel& of) { return ImGui::GetStateStorage()->GetFloat(heightKey(of)); }
void keepHeight(const Panel& of, float height) {
  ImGui::GetStateStorage()->SetFloat(heightKey(of), height);
}
// With a gap after each.
float keptHeights(const std::vector<const Panel*>& of) {
  float sum = 0.0f;
  for (const Panel* panel : of) sum += keptHeight(*panel) + ui::scaled(kGap);
  return sum;
}

// Where the panels of the left column's upper part end, and how wide they are beside a scroll bar.
struct UpperPart {
  float end = 0.0f, width = 0.0f;
};

// Draws them in `room` pixels of height. The first one takes what the others leave, and scrolls
// them out of view rather than being squeezed.
UpperPart drawScrollingPanels(const Scene& scene, const std::vector<const Panel*>& panels,
                              float room) {
  struct Drawn {
    const Panel* panel;
    float wished;
  };
  std::vector<Drawn> drawn;
  const float gap = ui::scaled(kGap), wanted = keptHeights(panels);
  const float firstKept = panels.empty() ? 0.0f : keptHeight(*panels.front());
  const float elastic = std::max(firstKept, room - (wanted - firstKept - gap));
  ImGui::BeginChild("upper panels", {0, std::max(1.0f, room)}, false);
  // A column that scrolls has its bar beside the panels.
  UpperPart part{0.0f, ImGui::GetContentRegionAvail().x};
  bool isKnown = true;
  for (const Panel* panel : panels) {
    const bool isFirst = panel == panels.front();
    if (!isFirst) ImGui::SetCursorPosY(part.end += gap);
    const float wished =
        drawPanel(scene, *panel, {part.width, isFirst ? elastic : ui::fitContent()});
    const float height = ImGui::GetItemRectSize().y;
    // Out of view nothing is laid out, and so nothing known.
    if (isFirst) isKnown = ImGui::IsItemVisible();
    part.end += height;
    const bool isUnfoldedFirst = isFirst && panel->isOpen(scene.state);
    drawn.push_back({panel,
                     isUnfoldedFirst ? std::max(wished, ui::scaled(kLeastElastic)) : height});
  }
  ImGui::EndChild();
  for (const Drawn& one : drawn)
    if (one.panel != panels.front() || isKnown) keepHeight(*one.panel, one.wished);
  return part;
}

// The panels at the bottom of the column stay there, so that training can always be started: where
// there is too little room for all, those above them scroll, and so does what they have beyond half
// of the column.
void drawLeftColumn(const Scene& scene, ImVec2 size) {
  ImGui::BeginChild("left column", size, false,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  const float gap = ui::scaled(kGap);
  const auto upper = panelsAt(PanelPlace::left), lower = panelsAt(PanelPlace::leftBottom);
  const float most = std::max(size.y / 2, size.y - keptHeights(upper));
  const float above = size.y - keptHeights(lower);
  const UpperPart part = drawScrollingPanels(scene, upper, above);
  float top = std::min(above, part.end) + gap;
  for (const Panel* panel : lower) {
    ImGui::SetCursorPosY(top);
    drawPanel(scene, *panel, {part.width, ui::fitContent(most)});
    const float height = ImGui::GetItemRectSize().y;
    keepHeight(*panel, height);
    top += height + gap;
  }
  ImGui::EndChild();
}

bool takesRoom(const Scene& scene, const Panel& panel) {
  return panel.width == 0.0f || panel.isOpen(scene.state);
}

float bottomWidth(const Panel& panel, float row) {
  return std::min(ui::scaled(panel.width), kMostOfRow * row);
}

// Side by side. The first panel takes the width that the others leave; where it is folded they
// take what its heading leaves.
void drawBottomRow(const Scene& scene, const std::vector<const Panel*>& panels, ImVec2 corner,
                   ImVec2 size) {
  const float gap = ui::scaled(kGap);
  std::vector<const Panel*> shown;
  std::ranges::copy_if(panels, std::back_inserter(shown),
                       [&](const Panel* panel) { return takesRoom(scene, *panel); });
  if (shown.empty()) return;
  const auto beside = static_cast<float>(shown.size() - 1);
  float first = size.x;
  for (std::size_t i = 1; i < shown.size(); ++i) first -= bottomWidth(*shown[i], size.x) + gap;
  const bool isFolded = beside > 0.0f && !shown.front()->isOpen(scene.state);
  if (isFolded) first = ui::scaled(kFoldedWidth);
  const float stretched = (size.x - first) / std::max(1.0f, beside) - gap;
  float left = corner.x;
  for (const Panel* panel : shown) {
    const float width = panel == shown.front() ? first
                        : isFolded             ? stretched
                                               : bottomWidth(*panel, size.x);
    ImGui::SetCursorPos({left, corner.y});
    drawPanel(scene, *panel, {width, size.y});
    left += width + gap;
  }
}

void drawMain(const Scene& scene, const std::function<void()>& placeChosen) {
  Preferences& preferences = scene.state.preferences;
  const ImVec2 origin = ImGui::GetCursorPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float gap = ui::scaled(kGap);
  const auto bottom = panelsAt(PanelPlace::bottom);
  const bool isBottomOpen =
      std::ranges::any_of(bottom, [&](const Panel* panel) { return panel->isOpen(scene.state); });
  const WindowLayout at = layOutWindow(preferences, room.x, room.y, ui::scaled(1.0f), gap,
                                       ui::scaled(kFoldedHeight), isBottomOpen);
  const float centreX = origin.x + at.left + gap;
  ImGui::SetCursorPos({centreX, origin.y});
  drawPanelsAt(PanelPlace::centre, scene, {at.centre, at.top});
  ImGui::SetCursorPos({centreX + at.centre, origin.y});
  if (preferences.traverseOpen && preferences.mapOpen)
    splitBar({"Splitter/right", ui::SplitterAxis::vertical, at.leastRight, at.mostRight, at.top,
              -1},
             preferences.rightWidth, at.right);
  ImGui::SetCursorPos({centreX + at.centre + gap, origin.y});
  drawPanelsAt(PanelPlace::right, scene, {at.right, at.top});
  if (placeChosen) placeChosen();

  ImGui::SetCursorPos(origin);
  drawLeftColumn(scene, {at.left, room.y});
  ImGui::SetCursorPos({origin.x + at.left, origin.y});
  splitBar({"Splitter/left", ui::SplitterAxis::vertical, at.leastLeft, at.mostLeft, room.y, 1},
           preferences.leftWidth, at.left);

  const ImVec2 bottomSize(room.x - at.left - gap, at.bottom);
  ImGui::SetCursorPos({centreX, origin.y + at.top});
  if (isBottomOpen)
    splitBar({"Splitter/bottom", ui::SplitterAxis::horizontal, at.leastBottom, at.mostBottom,
              bottomSize.x, -1},
             preferences.bottomHeight, at.bottom);
  drawBottomRow(scene, bottom, {centreX, origin.y + at.top + gap}, bottomSize);
}

}  // namespace

void drawWindow(AppState& state, ui::Graphics& graphics, Requests& requests,
                const std::function<void()>& placeChosen) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(display);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
  ImGui::Begin("Latlas", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_MenuBar);
  ImGui::PopStyleVar(3);
  drawMenuBar(state, requests);

  const float gap = ui::scaled(kGap), status = ui::scaled(kStatusHeight);
  const ImVec2 start = ImGui::GetCursorPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  ImGui::SetCursorPos({start.x + gap, start.y + gap});
  ImGui::BeginChild("main", {room.x - 2 * gap, std::max(1.0f, room.y - status - gap)}, false,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  drawMain({state, graphics, requests}, placeChosen);
  ImGui::EndChild();
  const float line = ImGui::GetTextLineHeight();
  ImGui::SetCursorPos({start.x, start.y + room.y - status + (status - line) / 2});
  drawStatusBar(state);
  ImGui::End();
  ui::paintGround(graphics);
  drawOverlays(state, graphics, requests);
}

}  // namespace latlas::app
