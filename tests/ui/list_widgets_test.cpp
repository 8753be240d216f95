// The widgets that the Data panel's lists are made of.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

#include "app/ui/widgets.h"
#include "tests/ui/ui_harness.h"

namespace latlas {
namespace {

using test::UiHarness;

TEST(SearchField, CountsWhileItIsTypedAndClears) {
  std::string value;
  int changes = 0;
  bool takesKeyboard = false;
  UiHarness ui([&] {
    changes += ui::searchField("T/search", value, "Search", "Finds", "12",
                               std::exchange(takesKeyboard, false));
  });
  EXPECT_FALSE(ui.exists("T/search/Clear"));
  ui.click("T/search");
  ui.type("ca");
  EXPECT_EQ(value, "ca");
  EXPECT_EQ(changes, 1);
  ui.type("t");
  EXPECT_EQ(value, "cat");
  ui.click("T/search/Clear");
  EXPECT_EQ(value, "");
  EXPECT_EQ(changes, 3);
  takesKeyboard = true;
  ui.frames(2);
  ui.type("dog");
  EXPECT_EQ(value, "dog");
}

TEST(Fold, ShowsAndHidesByAClick) {
  bool kept = false, drawn = false;
  UiHarness ui([&] {
    drawn = ui::fold("T/Classes", "10", "Which there are");
    ui::fold("T/Details", kept, "", "", {.shown = "MNIST", .heading = true});
  });
  EXPECT_EQ(ui.value("T/Classes"), "folded");
  ui.click("T/Classes");
  EXPECT_TRUE(drawn);
  EXPECT_EQ(ui.value("T/Classes"), "open");
  EXPECT_FALSE(kept);
  ui.click("T/Details");
  EXPECT_TRUE(kept);
  ui.click("T/Classes");
  EXPECT_FALSE(drawn);
}

TEST(PlainChoice, ChoosesWithoutANameBesideIt) {
  int index = 0;
  const std::array<std::string, 2> names{"10 classes", "cat"};
  UiHarness ui([&] { ui::plainChoice("T/class", index, names, "Which"); });
  EXPECT_EQ(ui.value("T/class"), "10 classes");
  ui.click("T/class");
  ui.click("T/class/cat");
  EXPECT_EQ(index, 1);
}

TEST(Fact, HasAnActionBesideIt) {
  int clicks = 0;
  UiHarness ui([&] {
    clicks +=
        ui::factWithAction("T/file", "a-long-name.csv", "/data/a-long-name.csv", "Copy", "Copies");
  });
  EXPECT_EQ(ui.value("T/file"), "a-long-name.csv");
  ui.click("T/file/Copy");
  EXPECT_EQ(clicks, 1);
}

}  // namespace
}  // namespace latlas
