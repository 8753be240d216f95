#include "app/shell/layout.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/shell/panels.h"
#include "app/ui/ground.h"
#include "app/ui/splitter.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %: below these a panel's fields cover one another.
constexpr float kLeastLeft = 240.0f, kLeastRight = 260.0f, kLeastCentre = 320.0f;
constexpr float kLeastBottom = 150.0f, kLeastTop = 280.0f;
// A folded panel beside others keeps room for its heading.
constexpr float kFoldedWidth = 130.0f;
constexpr float kGap = 6.0f;         // between panels; it is the splitter, too
constexpr float kLeastData = 140.0f;  // the Data panel with its facts
constexpr float kStatusHeight = 24.0f;

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
  if (ui::splitter(bar.label, bar.axis, size, bar.least, bar.most, bar.length,
                   ui::scaled(kGap), bar.grows))
    chosen = size / scale;
}

// The heights that the left column's panels want, kept from frame to frame; 0: not known yet.
float keptHeight(const char* of) { return ImGui::GetStateStorage()->GetFloat(ImGui::GetID(of)); }
void keepHeight(const char* of, float height) {
  ImGui::GetStateStorage()->SetFloat(ImGui::GetID(of), height);
}

// Training stays at the bottom, so that it can always be started: where there is too little room
// for all, the panels above it scroll, and so does what Training has beyond half of the column.
void drawLeftColumn(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests) {
  ImGui::BeginChild("left column", size, false,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  const float gap = ui::scaled(kGap);
  const float data = keptHeight("data"), model = keptHeight("model");
  const float above = size.y - keptHeight("training") - gap;
  ImGui::BeginChild("data and model", {0, std::max(1.0f, above)}, false);
  // A column that scrolls has its bar beside the panels.
  const float width = ImGui::GetContentRegionAvail().x;
  const float wished = drawDataPanel(
      state, graphics, {width, std::max(data, above - model - gap)}, requests);
  const float drawn = ImGui::GetItemRectSize().y;
  // Out of view nothing is laid out, and so nothing known.
  const bool isKnown = ImGui::IsItemVisible();
  ImGui::SetCursorPosY(drawn + gap);
  drawModelPanel(state, {width, ui::fitContent()}, requests);
  const float modelDrawn = ImGui::GetItemRectSize().y;
  ImGui::EndChild();
  ImGui::SetCursorPosY(std::min(above, drawn + gap + modelDrawn) + gap);
  drawTrainingPanel(
      state, {width, ui::fitContent(std::max(size.y / 2, size.y - data - model - 2 * gap))},
      requests);
  if (isKnown)
    keepHeight("data", state.preferences.dataOpen ? std::max(wished, ui::scaled(kLeastData))
                                                  : drawn);
  keepHeight("training", ImGui::GetItemRectSize().y);
  keepHeight("model", modelDrawn);
  ImGui::EndChild();
}

void drawMain(AppState& state, ui::Graphics& graphics, Requests& requests,
              const std::function<void()>& placeChosen) {
  Preferences& preferences = state.preferences;
  const ImVec2 origin = ImGui::GetCursorPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float gap = ui::scaled(kGap);
  const WindowLayout at =
      layOutWindow(preferences, room.x, room.y, ui::scaled(1.0f), gap, ui::scaled(32.0f));
  const float centreX = origin.x + at.left + gap;
  ImGui::SetCursorPos({centreX, origin.y});
  drawMapPanel(state, graphics, {at.centre, at.top}, requests);
  ImGui::SetCursorPos({centreX + at.centre, origin.y});
  if (preferences.traverseOpen && preferences.mapOpen)
    splitBar({"Splitter/right", ui::SplitterAxis::vertical, at.leastRight, at.mostRight, at.top,
              -1},
             preferences.rightWidth, at.right);
  ImGui::SetCursorPos({centreX + at.centre + gap, origin.y});
  drawTraversePanel(state, graphics, {at.right, at.top}, requests);
  if (placeChosen) placeChosen();

  ImGui::SetCursorPos(origin);
  drawLeftColumn(state, graphics, {at.left, room.y}, requests);
  ImGui::SetCursorPos({origin.x + at.left, origin.y});
  splitBar({"Splitter/left", ui::SplitterAxis::vertical, at.leastLeft, at.mostLeft, room.y, 1},
           preferences.leftWidth, at.left);

  ImGui::SetCursorPos({centreX, origin.y + at.top});
  if (preferences.lossesOpen)
    splitBar({"Splitter/bottom", ui::SplitterAxis::horizontal, at.leastBottom, at.mostBottom,
              room.x - at.left - gap, -1},
             preferences.bottomHeight, at.bottom);
  ImGui::SetCursorPos({centreX, origin.y + at.top + gap});
  drawLossesPanel(state, {room.x - at.left - gap, at.bottom}, requests);
}

}  // namespace

WindowLayout layOutWindow(const Preferences& preferences, float width, float height, float scale,
                          float gap, float folded) {
  WindowLayout layout;
  const auto within = [](float value, float least, float most) {
    return std::round(std::clamp(value, least, std::max(least, most)));
  };
  const float columns = std::max(0.0f, width - 2 * gap);
  const bool hasTwo = preferences.mapOpen && preferences.traverseOpen;
  const float centreAndRight =
      hasTwo ? (kLeastCentre + kLeastRight) * scale : (kFoldedWidth + kLeastCentre) * scale;
  layout.leastLeft = kLeastLeft * scale;
  layout.mostLeft = columns - centreAndRight;
  layout.left = within(preferences.leftWidth * scale, layout.leastLeft, layout.mostLeft);
  layout.leastRight = kLeastRight * scale;
  layout.mostRight = columns - layout.left - kLeastCentre * scale;
  if (hasTwo)
    layout.right = within(preferences.rightWidth * scale, layout.leastRight, layout.mostRight);
  else if (preferences.traverseOpen)
    layout.right = std::max(0.0f, columns - layout.left - kFoldedWidth * scale);
  else
    layout.right = kFoldedWidth * scale;
  layout.centre = std::max(1.0f, columns - layout.left - layout.right);

  layout.leastBottom = kLeastBottom * scale;
  layout.mostBottom = height - gap - kLeastTop * scale;
  layout.bottom = preferences.lossesOpen ? within(preferences.bottomHeight * scale,
                                                  layout.leastBottom, layout.mostBottom)
                                         : folded;
  layout.top = std::max(1.0f, height - gap - layout.bottom);
  return layout;
}

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
  drawMain(state, graphics, requests, placeChosen);
  ImGui::EndChild();
  const float line = ImGui::GetTextLineHeight();
  ImGui::SetCursorPos({start.x, start.y + room.y - status + (status - line) / 2});
  drawStatusBar(state);
  ImGui::End();
  ui::paintGround(graphics);
  drawOverlays(state, graphics, requests);
}

}  // namespace latlas::app
