// Every control of the window, with one look, a tooltip and a probe.
// A label is "Panel/Name": the part behind the last '/' is shown, the whole is the probe's name and
// the ImGui id. A tooltip says what the control does, its formula or unit, and its default.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "app/ui/graphics.h"

namespace latlas::ui {

enum class Emphasis { normal, primary, quiet };

struct ButtonStyle {
  Emphasis emphasis = Emphasis::normal;
  float width = 0.0f;  // pixels; 0: as wide as its text; -1: the rest of the line
  bool enabled = true;
  std::string_view shown = {};  // instead of the label's last part
};

bool button(std::string_view label, std::string_view tooltip, const ButtonStyle& style = {});

// A field with its name on the left (a fixed share of the panel's width) and the control filling
// the rest. Each returns true in the frame the value changed.
// A slider's probe spans the places of its handle from `min` to `max`; beside it stands the value,
// to be typed, with the probe "<label>/Value".
bool slider(std::string_view label, float& value, float min, float max, std::string_view tooltip,
            const char* format = "%.2f");
// A number that is typed or changed by its buttons, the probes "<label>/−" and "<label>/+".
bool number(std::string_view label, int& value, int min, int max, std::string_view tooltip,
            bool enabled = true);
// Typed number, committed with Enter or on leaving the field (not at every key).
bool number(std::string_view label, double& value, double min, double max, std::string_view tooltip,
            const char* format = "%.4g", bool enabled = true);
// Its entries' probes are "<label>/<name>" while it is open. `texts`: the entries' tooltips, or
// none.
bool choice(std::string_view label, int& index, std::span<const std::string> names,
            std::string_view tooltip, bool enabled = true, std::span<const std::string> texts = {});
// Without a name beside it.
bool plainChoice(std::string_view label, int& index, std::span<const std::string> names,
                 std::string_view tooltip);
// Text committed with Enter or on leaving the field.
bool text(std::string_view label, std::string& value, std::string_view tooltip,
          bool enabled = true);
bool toggle(std::string_view label, bool& value, std::string_view tooltip, bool enabled = true);
// Text that counts while it is typed, without a name beside it: `hint` stands in it while it is
// empty. With text it has `note` at its right end, such as a count of what was found, and a cross
// that clears it, the probe "<label>/Clear". `takeKeyboard`: the next keys go to it.
bool searchField(std::string_view label, std::string& value, std::string_view hint,
                 std::string_view tooltip, std::string_view note = {}, bool takeKeyboard = false);

// A line that shows or hides what is drawn below it; true while that is to be drawn. A click
// changes `open`. `note` stands at the right end. The probe's value is "open" or "folded".
struct FoldStyle {
  std::string_view shown = {};  // instead of the label's last part
  bool heading = false;         // in the headings' font, as high as a button beside it
  bool warns = false;           // in the colour of warnings
};
bool fold(std::string_view label, bool& open, std::string_view note, std::string_view tooltip,
          const FoldStyle& style = {});
// Folded at first, and remembered by ImGui under its label.
bool fold(std::string_view label, std::string_view note, std::string_view tooltip,
          const FoldStyle& style = {});

// Between beginMenu() and endMenu(), when it returned true, come menu items. The probe is the word
// in the bar.
bool beginMenu(std::string_view label, bool enabled = true);
void endMenu();

bool menuItem(std::string_view label, std::string_view shortcut, std::string_view tooltip,
              bool enabled = true, bool checked = false);

// The next field or fact is `width` pixels wide instead of filling the line, for rows of several.
void nextFieldWidth(float width);

// "count    60,000": a name and a fact, with a probe whose value is the fact.
void fact(std::string_view label, std::string_view value, std::string_view tooltip = {});
// A fact with something to do beside it: a quiet button with the probe "<label>/<action>". True
// when it was clicked.
bool factWithAction(std::string_view label, std::string_view value, std::string_view tooltip,
                    std::string_view action, std::string_view actionTooltip);

// A line of explanation, wrapped, in the secondary text colour.
void hint(std::string_view text);

// An image filling `size` (aspect kept, centred, nearest filtering) with a thin frame; records a
// probe. Returns the rectangle in which the pixels lie.
struct Rect {
  ImVec2 min, max;
};
Rect image(std::string_view label, const TextureView& texture, ImVec2 size);

// As a panel's height: as tall as what it drew in the frame before, and at most `pixels`.
constexpr float fitContent(float pixels = 1e9f) { return -pixels; }

// A panel: a child region with a heading that folds it. Draw the content when it returns true, and
// call endPanel() in any case. `open` is changed by a click on the heading, whose probe is the
// title. A folded panel is as tall as its heading, whatever `size` says.
// `tools`, when there are some, draws a line of buttons behind the title while the panel is open.
bool beginPanel(std::string_view title, ImVec2 size, bool& open,
                const std::function<void()>& tools = {});
void endPanel();

// A heading inside a panel.
void section(std::string_view title);

// "14,200" - digits in groups of three.
std::string grouped(long long number);

// Shows `tooltip` when the last item is hovered for a moment; while it is shown, the probe
// "Tooltip" has its text as value.
void tooltipForLastItem(std::string_view tooltip);

// `text` when it fits into `width` pixels, else its beginning and an ellipsis.
std::string elided(std::string_view text, float width);

// The last item uses the wheel: what lies around it does not scroll meanwhile.
void takeWheel();

// Whether `key` went down in this frame (or repeats).
bool keyPressed(ImGuiKey key);

// Pixels for a length given at 100 % scale.
float scaled(float length);

}  // namespace latlas::ui
