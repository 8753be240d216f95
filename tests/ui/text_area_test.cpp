// Text of several lines: undo by words, and what Esc means in it.
#include "app/ui/text_area.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/ui/ui_harness.h"

namespace latlas::ui {
namespace {

// Types `keys` one after the other, `pause` seconds apart.
std::string typed(TextHistory& history, std::string text, std::string_view keys, double& now,
                  double pause = 0.1) {
  for (const char key : keys) {
    const std::string before = text;
    text += key;
    history.changed(before, text, now += pause);
  }
  return text;
}

TEST(TextHistory, UndoesWordByWordAndRedoes) {
  TextHistory history;
  double now = 0.0;
  std::string text = typed(history, "", "one two", now);
  EXPECT_EQ(text = *history.undo(text), "one ");
  EXPECT_EQ(text = *history.undo(text), "");
  EXPECT_FALSE(history.undo(text));
  EXPECT_EQ(text = *history.redo(text), "one ");
  EXPECT_EQ(text = *history.redo(text), "one two");
  EXPECT_FALSE(history.redo(text));
}

TEST(TextHistory, APauseAndAPasteAreStepsOfTheirOwn) {
  TextHistory history;
  double now = 0.0;
  std::string text = typed(history, "", "ab", now);
  text = typed(history, text, "cd", now, TextHistory::kPause + 0.1);
  EXPECT_EQ(*history.undo(text), "abc");
  history.clear();
  history.changed("x", "x and a long paste", now);
  EXPECT_EQ(*history.undo("x and a long paste"), "x");
}

TEST(TextHistory, WhatIsTypedAfterAnUndoTakesThePlaceOfWhatWasUndone) {
  TextHistory history;
  double now = 0.0;
  std::string text = typed(history, "", "one two", now);
  text = *history.undo(text);
  text = typed(history, text, "2", now);
  EXPECT_FALSE(history.canRedo());
  EXPECT_EQ(*history.undo(text), "one ");
}

TEST(TextHistory, HoldsNoMoreThanItSays) {
  TextHistory history;
  const std::string large(TextHistory::kMostBytes / 4, 'x');
  for (int i = 0; i < 100; ++i)
    history.changed(large + std::to_string(i), large + std::to_string(i + 1) + "more", i);
  int steps = 0;
  for (std::string text = large; const auto before = history.undo(text); ++steps) text = *before;
  EXPECT_GE(steps, 1);
  EXPECT_LE(steps, 4);
}

class TextArea : public testing::Test {
 protected:
  auto area() {
    return [this] {
      textArea("Area/text", text_, history_, {300, 120}, "", {"What is it?", true, takesKeyboard_});
      takesKeyboard_ = false;
    };
  }
  std::string text_;
  TextHistory history_;
  bool takesKeyboard_ = true;
};

TEST_F(TextArea, TakesTheKeyboardWhenToldAndUndoes) {
  test::UiHarness ui(area());
  ui.frames(3);
  ui.type("soft edges");
  ui.frames(2);
  ASSERT_EQ(text_, "soft edges");
  ui.key("Z", true);
  ui.frames(2);
  EXPECT_LT(text_.size(), std::string("soft edges").size());
  for (int i = 0; i < 5; ++i) ui.key("Y", true);
  ui.frames(2);
  EXPECT_EQ(text_, "soft edges");
}

TEST_F(TextArea, WhatWasTypedCanBeUndoneAfterTheFieldWasLeft) {
  test::UiHarness ui(area());
  ui.frames(3);
  ui.type("first");
  ui.key("Escape");
  ui.frames(2);
  EXPECT_EQ(text_, "first") << "Esc keeps what was typed";
  ui.click("Area/text");
  ui.key("Z", true);
  ui.frames(2);
  EXPECT_EQ(text_, "");
}

}  // namespace
}  // namespace latlas::ui
