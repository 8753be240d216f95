// The labelled fields: sliders, numbers, choices, texts, toggles.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

std::string formatted(double value, const char* format) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// What is shown is what is used: a dragged value keeps only the digits that its format prints.
float roundedTo(const char* format, float value) {
  const auto printed = parseNumber(formatted(value, format));
  return printed ? static_cast<float>(*printed) : value;
}

// Pixels at 100 %.
constexpr float kThumbRadius = 6.0f;
constexpr float kTrackThickness = 4.0f;

void drawTrack(ImVec2 from, ImVec2 to, float origin, float thumb, bool lively) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = std::floor((from.y + to.y) / 2.0f);
  const float half = scaled(kTrackThickness) / 2.0f;
  const float radius = scaled(lively ? kThumbRadius + 1.0f : kThumbRadius);
  list->AddRectFilled({from.x, middle - half}, {to.x, middle + half},
                      ImGui::GetColorU32(palette().fieldActive), half);
  const float left = std::min(origin, thumb), right = std::max(origin, thumb);
  if (right - left > half)
    list->AddRectFilled({left, middle - half}, {right, middle + half},
                        ImGui::GetColorU32(palette().accent), half);
  // The ring in the panel's colour parts the thumb from the track without a hard edge.
  list->AddCircleFilled({thumb, middle}, radius + scaled(1.5f),
                        ImGui::GetColorU32(palette().panel));
  list->AddCircleFilled({thumb, middle}, radius,
                        ImGui::GetColorU32(lively ? palette().accentHovered : palette().accent));
}

bool valueField(std::string_view label, float& value, float min, float max, const char* format,
                float width, std::string_view tooltip) {
  bool changed = false;
  const auto typed =
      commitField("##value", formatted(value, format), width, ImGuiInputTextFlags_AutoSelectAll);
  if (const auto number = typed ? parseNumber(*typed) : std::nullopt) {
    const float wanted = std::clamp(static_cast<float>(*number), min, max);
    changed = wanted != value;
    value = wanted;
  }
  finishWidget(std::string(label) + "/Value", tooltip, true, formatted(value, format));
  return changed;
}

}  // namespace

bool slider(std::string_view label, float& value, float min, float max, std::string_view tooltip,
            const char* format) {
  const WidgetScope scope(label, true);
  const float width = placeLabel(label, tooltip, LabelColumn::narrowForSymbols);
  const float widest = std::max(ImGui::CalcTextSize(formatted(min, format).c_str()).x,
                                ImGui::CalcTextSize(formatted(max, format).c_str()).x);
  const float fieldWidth = std::min(widest + scaled(16), width / 2.0f);
  const float trackWidth = std::max(scaled(24), width - fieldWidth - scaled(8));

  ImGui::InvisibleButton("track", {trackWidth, ImGui::GetFrameHeight()});
  const ImVec2 corner = ImGui::GetItemRectMin();
  const ImVec2 opposite = ImGui::GetItemRectMax();
  const float inset = scaled(kThumbRadius + 1.0f);
  const ImVec2 from(corner.x + inset, corner.y), to(opposite.x - inset, opposite.y);
  const float span = max - min;
  bool changed = false;
  if (ImGui::IsItemActive() && span > 0.0f) {
    const float share = (ImGui::GetIO().MousePos.x - from.x) / (to.x - from.x);
    const float wanted =
        std::clamp(roundedTo(format, min + std::clamp(share, 0.0f, 1.0f) * span), min, max);
    changed = wanted != value;
    value = wanted;
  }
  const auto place = [&](float v) {
    const float share = span > 0.0f ? std::clamp((v - min) / span, 0.0f, 1.0f) : 0.0f;
    return from.x + share * (to.x - from.x);
  };
  // A range around zero fills from zero, so that the sign is seen at a glance.
  drawTrack(from, to, place(std::clamp(0.0f, min, max)), place(value),
            ImGui::IsItemActive() || ImGui::IsItemHovered());
  recordProbe(label, from, to, true, formatted(value, format));
  tooltipForLastItem(tooltip);

  ImGui::SameLine(0.0f, scaled(8));
  const bool typed = valueField(label, value, min, max, format, fieldWidth, tooltip);
  return changed || typed;
}

bool number(std::string_view label, int& value, int min, int max, std::string_view tooltip,
            bool enabled) {
  const WidgetScope scope(label, enabled);
  const float width = placeLabel(label, tooltip);
  const float side = ImGui::GetFrameHeight();
  const float gap = scaled(4);
  const int before = value;

  const auto typed = commitField("##value", std::to_string(value), width - 2.0f * (side + gap),
                                 ImGuiInputTextFlags_AutoSelectAll);
  if (const auto wanted = typed ? parseNumber(*typed) : std::nullopt)
    value = static_cast<int>(
        std::lround(std::clamp(*wanted, static_cast<double>(min), static_cast<double>(max))));
  finishWidget(label, tooltip, enabled, std::to_string(value));

  const std::string name(label);
  const auto step = [&](const char* sign, int by) {
    ImGui::SameLine(0.0f, gap);
    ImGui::PushButtonRepeat(true);
    if (button(name + "/" + sign, tooltip, {.width = side, .enabled = enabled}))
      value = static_cast<int>(std::clamp<long long>(static_cast<long long>(value) + by, min, max));
    ImGui::PopButtonRepeat();
  };
  step("−", -1);
  step("+", 1);
  return value != before;
}

bool number(std::string_view label, double& value, double min, double max, std::string_view tooltip,
            const char* format, bool enabled) {
  const WidgetScope scope(label, enabled);
  const float width = placeLabel(label, tooltip);
  const double before = value;
  const auto typed =
      commitField("##value", formatted(value, format), width, ImGuiInputTextFlags_AutoSelectAll);
  if (const auto wanted = typed ? parseNumber(*typed) : std::nullopt)
    value = std::clamp(*wanted, min, max);
  finishWidget(label, tooltip, enabled, formatted(value, format));
  return value != before;
}

namespace {

bool choiceBox(std::string_view label, int& index, std::span<const std::string> names,
               std::string_view tooltip, bool enabled, float width,
               std::span<const std::string> texts = {}) {
  const bool known = index >= 0 && index < static_cast<int>(names.size());
  const std::string current = known ? names[static_cast<std::size_t>(index)] : std::string();
  const std::string shown = elided(current, width - ImGui::GetFrameHeight() - scaled(8));

  ImGui::SetNextItemWidth(width);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const ImVec2 opposite(corner.x + width, corner.y + ImGui::GetFrameHeight());
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(4), scaled(4)));
  // The list is as wide as its longest name, and as high as most lists are long.
  constexpr float kMostRows = 16.0f;
  float widest = width;
  for (const std::string& name : names)
    widest = std::max(widest, ImGui::CalcTextSize(name.c_str()).x + scaled(28));
  ImGui::SetNextWindowSizeConstraints({widest, 0.0f},
                                      {widest, kMostRows * ImGui::GetFrameHeight() + scaled(8)});
  const bool open = ImGui::BeginCombo("##choice", shown.c_str(), ImGuiComboFlags_NoArrowButton);
  ImGui::PopStyleVar();
  bool changed = false;
  if (open) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
      const std::string& name = names[static_cast<std::size_t>(i)];
      const ImVec2 row = ImGui::GetCursorScreenPos();
      ImGui::PushID(i);
      if (listRow("##entry", i == index) && i != index) {
        index = i;
        changed = true;
      }
      ImGui::PopID();
      ImGui::GetWindowDrawList()->AddText({row.x + scaled(8),
                                           row.y + ImGui::GetStyle().FramePadding.y},
                                          ImGui::GetColorU32(ImGuiCol_Text), name.c_str());
      const auto entry = static_cast<std::size_t>(i);
      finishWidget(std::string(label) + "/" + name,
                   entry < texts.size() ? std::string_view(texts[entry]) : std::string_view(), true,
                   i == index ? "chosen" : "");
    }
    ImGui::PopStyleVar();
    closePopupOnEscape();
    ImGui::EndCombo();
  } else {
    tooltipForLastItem(tooltip);
  }
  const float middle = std::floor((corner.y + opposite.y) / 2.0f);
  drawChevron({opposite.x - scaled(14), middle + 0.5f}, scaled(8), true,
              ImGui::GetColorU32(palette().textSecondary));
  recordProbe(label, corner, opposite, enabled, current);
  return changed;
}

}  // namespace

bool choice(std::string_view label, int& index, std::span<const std::string> names,
            std::string_view tooltip, bool enabled, std::span<const std::string> texts) {
  const WidgetScope scope(label, enabled);
  const float width = placeLabel(label, tooltip);
  return choiceBox(label, index, names, tooltip, enabled, width, texts);
}

bool plainChoice(std::string_view label, int& index, std::span<const std::string> names,
                 std::string_view tooltip) {
  const WidgetScope scope(label, true);
  return choiceBox(label, index, names, tooltip, true, takeFieldWidth());
}

bool text(std::string_view label, std::string& value, std::string_view tooltip, bool enabled) {
  const WidgetScope scope(label, enabled);
  const float width = placeLabel(label, tooltip);
  auto typed = commitField("##value", value, width);
  const bool changed = typed && *typed != value;
  if (changed) value = std::move(*typed);
  finishWidget(label, tooltip, enabled, value);
  return changed;
}

bool toggle(std::string_view label, bool& value, std::string_view tooltip, bool enabled) {
  const WidgetScope scope(label, enabled);
  const float width = takeFieldWidth();
  const bool clicked = ImGui::InvisibleButton("row", {width, ImGui::GetFrameHeight()});
  if (clicked) value = !value;
  const ImVec2 from = ImGui::GetItemRectMin();
  const ImVec2 to = ImGui::GetItemRectMax();
  const bool hovered = ImGui::IsItemHovered();

  const Palette& p = palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 pill(scaled(30), scaled(18));  // pixels
  const float middle = std::floor((from.y + to.y) / 2.0f);
  const ImVec2 start(to.x - pill.x, middle - pill.y / 2.0f);
  const ImVec2 end(to.x, middle + pill.y / 2.0f);
  const ImVec4& ground = value ? (hovered ? p.accentHovered : p.accent) : p.fieldActive;
  list->AddRectFilled(start, end, ImGui::GetColorU32(ground), pill.y / 2.0f);
  const float knob = value ? end.x - pill.y / 2.0f : start.x + pill.y / 2.0f;
  list->AddCircleFilled({knob, middle}, scaled(6),
                        ImGui::GetColorU32(value ? p.onAccent : p.textSecondary));

  const std::string name = elided(shownName(label), width - pill.x - scaled(8));
  const float baseline = from.y + ImGui::GetStyle().FramePadding.y;
  list->AddText({from.x, baseline}, ImGui::GetColorU32(hovered ? p.text : p.textSecondary),
                name.c_str());
  finishWidget(label, tooltip, enabled, value ? "on" : "off");
  return clicked;
}

}  // namespace latlas::ui
