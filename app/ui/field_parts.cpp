#include "app/ui/field_parts.h"

#include <imgui_stdlib.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

// The name's share of a field, and its limits in pixels at 100 %.
constexpr float kLabelShare = 0.40f;
constexpr float kLabelMin = 64.0f;
constexpr float kLabelMax = 150.0f;
constexpr float kSymbolWidth = 28.0f;  // names like z12 are narrower

float requestedFieldWidth = 0.0f;

struct Edit {
  ImGuiID field = 0;
  std::string text;
  int frame = 0;  // in which it was last drawn: a field that vanished meanwhile commits nothing
};

// Only one field has the keyboard at a time. When another one, drawn earlier, takes it away, what
// was typed waits in `left` until its own field is drawn.
struct Edits {
  Edit active, left;
};

Edits& edits() {
  static Edits instance;
  return instance;
}

}  // namespace

std::string_view shownName(std::string_view label) {
  const auto slash = label.rfind('/');
  return slash == std::string_view::npos ? label : label.substr(slash + 1);
}

std::string elided(std::string_view text, float width) {
  const auto widthOf = [](std::string_view part) {
    return ImGui::CalcTextSize(part.data(), part.data() + part.size()).x;
  };
  if (widthOf(text) <= width) return std::string(text);
  static constexpr std::string_view kEllipsis = "…";
  const float room = width - widthOf(kEllipsis);
  std::size_t fits = 0, tooLong = text.size();
  while (fits + 1 < tooLong) {
    const std::size_t middle = (fits + tooLong) / 2;
    (widthOf(text.substr(0, middle)) <= room ? fits : tooLong) = middle;
  }
  // A cut inside a UTF-8 sequence would show a replacement mark.
  while (fits > 0 && (static_cast<unsigned char>(text[fits]) & 0xC0) == 0x80) --fits;
  while (fits > 0 && text[fits - 1] == ' ') --fits;
  return std::string(text.substr(0, fits)) + std::string(kEllipsis);
}

WidgetScope::WidgetScope(std::string_view label, bool enabled) : disabled_(!enabled) {
  ImGui::PushID(label.data(), label.data() + label.size());
  if (disabled_) ImGui::BeginDisabled();
}

WidgetScope::~WidgetScope() {
  if (disabled_) ImGui::EndDisabled();
  ImGui::PopID();
}

void nextFieldWidth(float width) { requestedFieldWidth = width; }

float takeFieldWidth() {
  const float rest = ImGui::GetContentRegionAvail().x;
  const float asked = std::exchange(requestedFieldWidth, 0.0f);
  return std::max(1.0f, asked > 0.0f ? asked : rest);
}

float placeLabel(std::string_view label, std::string_view tooltip, LabelColumn column) {
  const float width = takeFieldWidth();
  const float start = ImGui::GetCursorPosX();
  const std::string_view name = shownName(label);
  float share = std::floor(std::clamp(
      kLabelShare * width, std::min(scaled(kLabelMin), width / 2.0f), scaled(kLabelMax)));
  if (column == LabelColumn::narrowForSymbols &&
      ImGui::CalcTextSize(name.data(), name.data() + name.size()).x < scaled(kSymbolWidth))
    share = std::min(share, scaled(kSymbolWidth) + scaled(8));
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, palette().textSecondary);
  ImGui::TextUnformatted(elided(name, share - scaled(8)).c_str());
  ImGui::PopStyleColor();
  tooltipForLastItem(tooltip);
  ImGui::SameLine(0.0f, 0.0f);
  ImGui::SetCursorPosX(start + share);
  return width - share;
}

void finishWidget(std::string_view label, std::string_view tooltip, bool enabled,
                  std::string value) {
  recordProbe(label, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), enabled, std::move(value));
  tooltipForLastItem(tooltip);
}

std::optional<std::string> commitField(const char* id, const std::string& shown, float width,
                                       ImGuiInputTextFlags flags) {
  Edits& all = edits();
  const ImGuiID field = ImGui::GetID(id);
  Edit& kept = all.left.field == field ? all.left : all.active;
  const int frame = ImGui::GetFrameCount();
  const bool wasEditing = kept.field == field && frame <= kept.frame + 1;
  std::string text = wasEditing ? kept.text : shown;

  ImGui::SetNextItemWidth(width);
  ImGui::InputText(id, &text, flags);
  outlineLastItem();
  if (ImGui::IsItemActive()) {
    if (all.active.field != field) all.left = std::exchange(all.active, Edit{});
    all.active = {field, std::move(text), frame};
    return std::nullopt;
  }
  if (!wasEditing) return std::nullopt;
  kept = {};
  if (text == shown) return std::nullopt;
  return text;
}

std::optional<double> parseNumber(std::string_view text) {
  const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

bool listRow(const char* id, bool selected, ImGuiSelectableFlags flags) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 opposite(corner.x + ImGui::GetContentRegionAvail().x,
                        corner.y + ImGui::GetFrameHeight());
  const ImVec4 none(0, 0, 0, 0);
  for (const ImGuiCol colour : {ImGuiCol_Header, ImGuiCol_HeaderHovered, ImGuiCol_HeaderActive})
    ImGui::PushStyleColor(colour, none);
  const bool clicked = ImGui::Selectable(id, selected, flags, {0, opposite.y - corner.y});
  ImGui::PopStyleColor(3);
  // ImGui's own highlight has square corners.
  ImVec4 ground = palette().accent;
  ground.w = 0.24f;
  if (!selected) ground = palette().fieldHovered;
  if (selected || ImGui::IsItemHovered())
    ImGui::GetWindowDrawList()->AddRectFilled(corner, opposite, ImGui::GetColorU32(ground),
                                              ImGui::GetStyle().FrameRounding);
  return clicked;
}

void drawChevron(ImVec2 centre, float size, bool pointsDown, ImU32 colour) {
  const float wide = size / 2.0f, deep = size / 4.0f;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (pointsDown) {
    list->PathLineTo({centre.x - wide, centre.y - deep});
    list->PathLineTo({centre.x, centre.y + deep});
    list->PathLineTo({centre.x + wide, centre.y - deep});
  } else {
    list->PathLineTo({centre.x - deep, centre.y - wide});
    list->PathLineTo({centre.x + deep, centre.y});
    list->PathLineTo({centre.x - deep, centre.y + wide});
  }
  list->PathStroke(colour, 0, scaled(1.5f));
}

bool keyPressed(ImGuiKey key) {
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyPressed(key);
#else
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key));
#endif
}

void closePopupOnEscape() {
  if (keyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
}

void outlineLastItem() {
  if (!ImGui::IsItemActive()) return;
  ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                                      ImGui::GetColorU32(palette().accent),
                                      ImGui::GetStyle().FrameRounding, 0, scaled(1.0f));
}

}  // namespace latlas::ui
