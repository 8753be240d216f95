// A text of several lines, with undo that outlives leaving the field. It is read with its lines
// wrapped and edited after a click.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "app/ui/text_history.h"

namespace latlas::ui {

struct TextAreaStyle {
  std::string_view hint{};  // stands in it while it is empty
  bool enabled = true;
  bool takeKeyboard = false;  // the next keys go to it
};

// True in a frame in which the text was changed, which it is with every key. Ctrl+Z takes back what
// was typed, Ctrl+Y or Ctrl+Shift+Z brings it again; Esc leaves the field and keeps the text.
// The probe's value is the text.
bool textArea(std::string_view label, std::string& value, TextHistory& history, ImVec2 size,
              std::string_view tooltip, const TextAreaStyle& style = {});

}  // namespace latlas::ui
