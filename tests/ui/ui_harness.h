// ImGui without a screen: frames are drawn into memory only, and a synthetic mouse and keyboard
// act on widgets by their labels, as a replay script does.
#pragma once

#include <imgui.h>

#include <functional>
#include <string>
#include <string_view>

#include "app/ui/probes.h"
#include "app/ui/theme.h"

namespace latlas::test {

class UiHarness {
 public:
  // `draw` is called in each frame, inside a window that fills the display. Two frames are drawn at
  // once, so that the layout has settled and the probes are there.
  explicit UiHarness(std::function<void()> draw, ImVec2 size = {1280, 800},
                     ui::Theme theme = ui::Theme::dark);
  ~UiHarness();
  UiHarness(const UiHarness&) = delete;
  UiHarness& operator=(const UiHarness&) = delete;

  // Of 1/60 s each.
  void frames(int count = 1);

  // Places are fractions of the widget's rectangle, (0, 0) its upper left corner. All of these fail
  // the test when the label was not drawn or lies out of view.
  void click(std::string_view label, ImVec2 at = {0.5f, 0.5f});
  void doubleClick(std::string_view label, ImVec2 at = {0.5f, 0.5f});
  void drag(std::string_view label, ImVec2 from, ImVec2 to, int steps = 4);
  void hover(std::string_view label, ImVec2 at = {0.5f, 0.5f}, float seconds = 0.0f);
  void wheel(std::string_view label, float notches);
  void moveAway();  // the pointer to the display's corner

  // To what has the keyboard.
  void type(std::string_view text);
  void key(std::string_view name, bool ctrl = false, bool shift = false);
  // Clicks a field, replaces its text and commits with Enter.
  void enter(std::string_view label, std::string_view text);

  bool exists(std::string_view label) const;
  bool isEnabled(std::string_view label) const;
  std::string value(std::string_view label) const;  // "(not drawn)" when it is not there

 private:
  ImVec2 place(std::string_view label, ImVec2 at) const;

  std::function<void()> draw_;
};

}  // namespace latlas::test
