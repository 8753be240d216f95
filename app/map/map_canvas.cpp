#include "app/map/map_canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "app/map/map_legend.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kHoverRadius = 8.0f, kTickSpacing = 80.0f;
constexpr float kPointDiameter = 4.5f, kManyPointsDiameter = 3.5f;
constexpr std::size_t kManyPoints = 4000;  // from here on large points would hide one another
constexpr float kZoomPerNotch = 1.18f;     // four notches double

ImVec2 toScreen(Point point) { return {point[0], point[1]}; }

void takeMouse(AppState& state, const inference::LatentMap& map, MapView& view) {
  const ImGuiIO& io = ImGui::GetIO();
  const Point mouse{io.MousePos.x, io.MousePos.y};
  if (ImGui::IsItemHovered() && io.MouseWheel != 0.0f) {
    zoomAt(view, mouse, std::pow(kZoomPerNotch, io.MouseWheel));
    state.map.userMoved = true;
  }
  if (!ImGui::IsItemActive()) return;
  const bool hasMoved = io.MouseDelta.x != 0.0f || io.MouseDelta.y != 0.0f;
  const bool isLeft = ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (!isLeft || io.KeyShift) {
    if (!hasMoved) return;
    pan(view, {io.MouseDelta.x, io.MouseDelta.y});
    state.map.userMoved = true;
  } else if ((hasMoved || ImGui::IsItemActivated()) && std::ssize(state.traverse.z) == map.latent) {
    // Only then: a refresh of the map under a resting pointer must not move z.
    state.traverse.z = map.layout->toLatent(view.toMap(mouse), state.traverse.z);
  }
}

std::optional<std::int64_t> pointUnderMouse(const inference::LatentMap& map, const MapView& view) {
  if (!ImGui::IsItemHovered() || ImGui::IsItemActive()) return std::nullopt;
  const ImVec2 mouse = ImGui::GetMousePos();
  const auto found =
      nearestPoint(view, map.layout->positions(), {mouse.x, mouse.y}, ui::scaled(kHoverRadius));
  if (!found) return std::nullopt;
  return static_cast<std::int64_t>(*found);
}

// Calls draw(value) for every tick between the two ends.
template <class Draw>
void forTicks(float from, float to, float step, Draw draw) {
  for (auto i = static_cast<long long>(std::ceil(from / step)); static_cast<float>(i) * step <= to;
       ++i)
    draw(static_cast<float>(i) * step);
}

void drawGridLines(const MapView& view, float step) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 min = toScreen(view.origin);
  const ImVec2 max(min.x + view.size[0], min.y + view.size[1]);
  const Point low = view.toMap({min.x, max.y}), high = view.toMap({max.x, min.y});
  const auto colour = [](float value) {
    return ImGui::GetColorU32(value == 0.0f ? ui::palette().border : ui::palette().chartGrid);
  };
  forTicks(low[0], high[0], step, [&](float value) {
    const float x = std::floor(view.toPixels({value, 0.0f})[0]) + 0.5f;
    list->AddLine({x, min.y}, {x, max.y}, colour(value));
  });
  forTicks(low[1], high[1], step, [&](float value) {
    const float y = std::floor(view.toPixels({0.0f, value})[1]) + 0.5f;
    list->AddLine({min.x, y}, {max.x, y}, colour(value));
  });
}

void drawTickLabels(const inference::LatentMap& map, const MapView& view, float step) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const ImVec2 min = toScreen(view.origin);
  const ImVec2 max(min.x + view.size[0], min.y + view.size[1]);
  const Point low = view.toMap({min.x, max.y}), high = view.toMap({max.x, min.y});
  const ImU32 colour = ImGui::GetColorU32(ui::palette().textSecondary);
  const float line = ImGui::GetTextLineHeight(), inset = ui::scaled(6.0f);
  const std::array names{map.layout->axisName(0), map.layout->axisName(1)};
  const float nameWidth = ImGui::CalcTextSize(names[0].c_str()).x;
  forTicks(low[0], high[0], step, [&](float value) {
    const std::string text = shortNumber(value);
    const float width = ImGui::CalcTextSize(text.c_str()).x;
    const float left = view.toPixels({value, 0.0f})[0] - width / 2;
    // Where the axis has its name, and in the corner of the other axis, a number would collide.
    if (left < min.x + ui::scaled(40.0f) || left + width > max.x - nameWidth - 3 * inset) return;
    list->AddText({left, max.y - line - inset}, colour, text.c_str());
  });
  forTicks(low[1], high[1], step, [&](float value) {
    const float top = view.toPixels({0.0f, value})[1] - line / 2;
    if (top < min.y + 2 * line + inset || top > max.y - 2 * line - inset) return;
    list->AddText({min.x + inset, top}, colour, shortNumber(value).c_str());
  });
  const ImU32 strong = ImGui::GetColorU32(ui::palette().text);
  list->AddText({max.x - nameWidth - inset, max.y - line - inset}, strong, names[0].c_str());
  list->AddText({min.x + inset, min.y + inset}, strong, names[1].c_str());
  if (ui::smallFont()) ImGui::PopFont();
}

void drawPoints(const MapState& state, ui::Graphics& graphics, const MapView& view) {
  if (!state.cloud) return;
  const bool isMany = state.cloud->colours.size() > kManyPoints;
  const ui::PointView pointView{static_cast<int>(view.size[0]), static_cast<int>(view.size[1]),
                                view.centre, 1.0f / view.unitsPerPixel,
                                ui::scaled(isMany ? kManyPointsDiameter : kPointDiameter)};
  const ui::TextureView texture = graphics.points(state.cloud, pointView);
  if (texture.empty() || texture.id == ImTextureID{}) return;
  ImGui::GetWindowDrawList()->AddImage(texture.id, toScreen(view.origin),
                                       {view.origin[0] + view.size[0],
                                        view.origin[1] + view.size[1]});
}

// A ring with four strokes, light on dark and dark on light at once.
void drawMarker(ImVec2 at) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = ui::scaled(7.0f), reach = ui::scaled(15.0f);
  for (const bool isHalo : {true, false}) {
    const ImU32 colour = ImGui::GetColorU32(isHalo ? ui::palette().background : ui::palette().text);
    const float width = ui::scaled(isHalo ? 4.5f : 2.0f);
    list->AddCircle(at, radius, colour, 0, width);
    for (const ImVec2 way : {ImVec2(1, 0), ImVec2(-1, 0), ImVec2(0, 1), ImVec2(0, -1)})
      list->AddLine({at.x + way.x * radius, at.y + way.y * radius},
                    {at.x + way.x * reach, at.y + way.y * reach}, colour, width);
  }
}

void drawPlace(const AppState& state, const MapView& view) {
  const inference::LatentMap& map = *state.map.map;
  if (std::ssize(state.traverse.z) != map.latent) return;
  drawMarker(toScreen(view.toPixels(map.layout->toPlane(state.traverse.z))));
}

}  // namespace

void drawMapCanvas(AppState& state, ui::Graphics& graphics, ImVec2 size) {
  const inference::LatentMap& map = *state.map.map;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  // On whole pixels, or the texture of points would be blurred.
  const ImVec2 origin(std::floor(at.x), std::floor(at.y));
  size = {std::max(1.0f, std::floor(size.x)), std::max(1.0f, std::floor(size.y))};
  ImGui::SetCursorScreenPos(origin);
  ImGui::InvisibleButton("Map/Canvas", size,
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                             ImGuiButtonFlags_MouseButtonMiddle);
  const ImVec2 end(origin.x + size.x, origin.y + size.y);
  ui::recordProbe("Map/Canvas", origin, end);
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
    state.map.unitsPerPixel = 0.0f, state.map.userMoved = false;

  MapView view{{origin.x, origin.y}, {size.x, size.y}, state.map.centre, state.map.unitsPerPixel};
  const std::optional<Bounds> bounds = boundsOf(map.layout->positions());
  if (view.unitsPerPixel <= 0.0f)
    fit(view, bounds.value_or(Bounds{{-1, -1}, {1, 1}}));
  else if (bounds && !state.map.userMoved)
    follow(view, *bounds);
  takeMouse(state, map, view);
  state.map.hoveredPoint = pointUnderMouse(map, view);
  state.map.centre = view.centre;
  state.map.unitsPerPixel = view.unitsPerPixel;

  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(origin, end, true);
  graphics.fill(*list, origin, end, ImGui::ColorConvertFloat4ToU32(ui::palette().background));
  const float step = tickStep(ui::scaled(kTickSpacing) * view.unitsPerPixel);
  drawGridLines(view, step);
  if (state.map.showManifold) drawUnderlay(state.map.underlay, graphics, view);
  drawPoints(state.map, graphics, view);
  drawTickLabels(map, view, step);
  if (state.map.hoveredPoint) {
    const auto i = static_cast<std::size_t>(*state.map.hoveredPoint);
    const std::span<const float> positions = map.layout->positions();
    list->AddCircle(toScreen(view.toPixels({positions[2 * i], positions[2 * i + 1]})),
                    ui::scaled(5.0f), ImGui::GetColorU32(ui::palette().text), 0, ui::scaled(2.0f));
  }
  drawPlace(state, view);
  const float inset = ui::scaled(8.0f);
  drawMapLegend(state.map.colours, {end.x - inset, origin.y + inset}, size.y - 6 * inset);
  list->PopClipRect();
}

}  // namespace latlas::app
