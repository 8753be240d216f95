// What the labelled fields have in common: where the name goes, how long text is cut, how typed
// text is committed. Used inside app/ui only.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>

namespace latlas::ui {

// "Panel/Name" -> "Name".
std::string_view shownName(std::string_view label);

// One widget's ImGui scope: its id is the whole label, and it is greyed out when not enabled.
class WidgetScope {
 public:
  WidgetScope(std::string_view label, bool enabled);
  ~WidgetScope();
  WidgetScope(const WidgetScope&) = delete;
  WidgetScope& operator=(const WidgetScope&) = delete;

 private:
  bool disabled_;
};

// Takes what nextFieldWidth() asked for, or the rest of the line.
float takeFieldWidth();

// Fields stand in one column; sliders named by a symbol may use the width that it does not need.
enum class LabelColumn { shared, narrowForSymbols };

// Writes the name (with its tooltip) and leaves the cursor where the control begins; the control's
// width in pixels.
float placeLabel(std::string_view label, std::string_view tooltip,
                 LabelColumn column = LabelColumn::shared);

// Records the last item as `label`'s probe and gives it its tooltip.
void finishWidget(std::string_view label, std::string_view tooltip, bool enabled,
                  std::string value);

// A one-line text field, `width` wide, showing `shown` while nobody types; the text in the frame in
// which it was committed by Enter or by leaving the field, even when another widget took the
// keyboard away. Escape abandons the edit.
std::optional<std::string> commitField(const char* id, const std::string& shown, float width,
                                       ImGuiInputTextFlags flags = 0);

// The whole of `text` as a finite number, spaces around it allowed.
std::optional<double> parseNumber(std::string_view text);

// A row of a list, as high as a field and as wide as the rest of the line, without its text (drawn
// by the caller over it). True when it was clicked.
bool listRow(const char* id, bool selected, ImGuiSelectableFlags flags = 0);

// A small v (or >) for combos and headings, within a square of `size` pixels around `centre`.
void drawChevron(ImVec2 centre, float size, bool pointsDown, ImU32 colour);

// Inside an open list or menu: Esc closes it, as on every desktop.
void closePopupOnEscape();

// The accent outline of a control that has the keyboard.
void outlineLastItem();

}  // namespace latlas::ui
