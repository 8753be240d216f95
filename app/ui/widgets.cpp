#include "app/ui/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"

namespace latlas::ui {
namespace {

struct ButtonColours {
  ImVec4 ground, hovered, active, text;
};

ButtonColours coloursOf(Emphasis emphasis) {
  const Palette& p = palette();
  switch (emphasis) {
    case Emphasis::primary: return {p.accent, p.accentHovered, p.accent, p.onAccent};
    case Emphasis::quiet: return {ImVec4(0, 0, 0, 0), p.fieldHovered, p.fieldActive, p.text};
    case Emphasis::normal: break;
  }
  return {p.field, p.fieldHovered, p.fieldActive, p.text};
}

// Where each menu's word stands in the bar. While a menu is open its last item belongs to the
// popup, so the place is remembered from when it was closed.
struct Menus {
  std::map<std::string, Rect> places;
  std::vector<std::string> open;
};

Menus& menus() {
  static Menus instance;
  return instance;
}

}  // namespace

float scaled(float length) { return length * currentScale(); }

bool button(std::string_view label, std::string_view tooltip, const ButtonStyle& style) {
  const WidgetScope scope(label, style.enabled);
  const ButtonColours colours = coloursOf(style.emphasis);
  ImGui::PushStyleColor(ImGuiCol_Button, colours.ground);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, colours.hovered);
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, colours.active);
  ImGui::PushStyleColor(ImGuiCol_Text, colours.text);
  const bool bordered = style.emphasis == Emphasis::normal;
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, bordered ? scaled(1.0f) : 0.0f);
  const std::string name(style.shown.empty() ? shownName(label) : style.shown);
  const float width = style.width < 0.0f ? ImGui::GetContentRegionAvail().x : style.width;
  const bool clicked = ImGui::Button(name.c_str(), {width, 0.0f});
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(4);
  finishWidget(label, tooltip, style.enabled, {});
  return clicked;
}

bool beginMenu(std::string_view label, bool enabled) {
  const std::string name(shownName(label));
  const bool open = ImGui::BeginMenu(name.c_str(), enabled);
  Menus& all = menus();
  if (open) {
    all.open.emplace_back(label);
  } else {
    finishWidget(label, {}, enabled, "closed");
    all.places.insert_or_assign(std::string(label),
                                Rect{ImGui::GetItemRectMin(), ImGui::GetItemRectMax()});
  }
  return open;
}

void endMenu() {
  closePopupOnEscape();
  ImGui::EndMenu();
  Menus& all = menus();
  const std::string label = std::move(all.open.back());
  all.open.pop_back();
  if (const auto place = all.places.find(label); place != all.places.end())
    recordProbe(label, place->second.min, place->second.max, true, "open");
}

bool menuItem(std::string_view label, std::string_view shortcut, std::string_view tooltip,
              bool enabled, bool checked) {
  const std::string name(shownName(label));
  const std::string keys(shortcut);
  ImGui::PushID(label.data(), label.data() + label.size());
  const bool clicked = ImGui::MenuItem(name.c_str(), keys.c_str(), checked, enabled);
  ImGui::PopID();
  finishWidget(label, tooltip, enabled, checked ? "on" : "");
  return clicked;
}

void fact(std::string_view label, std::string_view value, std::string_view tooltip) {
  const float width = placeLabel(label, tooltip);
  const std::string shown = elided(value, width);
  ImGui::TextUnformatted(shown.c_str());
  const bool cut = shown.size() != value.size();
  finishWidget(label, cut ? value : tooltip, true, std::string(value));
}

bool factWithAction(std::string_view label, std::string_view value, std::string_view tooltip,
                    std::string_view action, std::string_view actionTooltip) {
  const std::string name(action);
  const ImGuiStyle& style = ImGui::GetStyle();
  const float button = ImGui::CalcTextSize(name.c_str()).x + 2 * style.FramePadding.x;
  const float room = placeLabel(label, tooltip) - button - style.ItemSpacing.x;
  const float right = ImGui::GetCursorPosX() + room + style.ItemSpacing.x;
  ImGui::TextUnformatted(elided(value, room).c_str());
  finishWidget(label, tooltip, true, std::string(value));
  ImGui::SameLine();
  ImGui::SetCursorPosX(right);
  return ui::button(std::string(label) + "/" + name, actionTooltip,
                    {Emphasis::quiet, button, true});
}

void hint(std::string_view text) {
  ImGui::PushStyleColor(ImGuiCol_Text, palette().textSecondary);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

Rect image(std::string_view label, const TextureView& texture, ImVec2 size) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 room(std::max(1.0f, size.x), std::max(1.0f, size.y));
  ImGui::Dummy(room);

  Rect shown{corner, {corner.x + room.x, corner.y + room.y}};
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (!texture.empty()) {
    const float zoom = std::min(room.x / static_cast<float>(texture.width),
                                room.y / static_cast<float>(texture.height));
    const ImVec2 extent(std::round(static_cast<float>(texture.width) * zoom),
                        std::round(static_cast<float>(texture.height) * zoom));
    shown.min = {std::floor(corner.x + (room.x - extent.x) / 2.0f),
                 std::floor(corner.y + (room.y - extent.y) / 2.0f)};
    shown.max = {shown.min.x + extent.x, shown.min.y + extent.y};
    if (texture.id != ImTextureID{}) list->AddImage(texture.id, shown.min, shown.max);
  } else {
    list->AddRectFilled(shown.min, shown.max, ImGui::GetColorU32(palette().field));
  }
  list->AddRect(shown.min, shown.max, ImGui::GetColorU32(palette().border));
  recordProbe(label, shown.min, shown.max);
  return shown;
}

void section(std::string_view title) {
  ImGui::Dummy({0.0f, scaled(2)});
  ImGui::PushFont(smallFont());
  ImGui::PushStyleColor(ImGuiCol_Text, palette().textSecondary);
  ImGui::TextUnformatted(title.data(), title.data() + title.size());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  const ImVec2 from = ImGui::GetItemRectMin();
  const ImVec2 to = ImGui::GetItemRectMax();
  const float y = std::floor((from.y + to.y) / 2.0f);
  const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddLine({to.x + scaled(8), y}, {right, y},
                                      ImGui::GetColorU32(palette().border));
}

void takeWheel() {
#if IMGUI_VERSION_NUM >= 18950
  ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
#else
  ImGui::SetItemUsingMouseWheel();
#endif
}

std::string grouped(long long number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3;) {
    i -= 3;
    digits.insert(i, 1, ',');
  }
  return digits;
}

}  // namespace latlas::ui
