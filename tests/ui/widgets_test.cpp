#include "app/ui/widgets.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "app/ui/splitter.h"
#include "tests/ui/ui_harness.h"

namespace latlas {
namespace {

using test::UiHarness;

TEST(Button, TellsAClickOnceAndItsTooltipAfterAWhile) {
  int clicks = 0;
  UiHarness ui([&] { clicks += ui::button("Training/Start", "Begins to learn") ? 1 : 0; });
  ui.click("Training/Start");
  EXPECT_EQ(clicks, 1);

  ui.moveAway();
  ui.frames(2);
  ui.hover("Training/Start", {0.5f, 0.5f}, 0.2f);
  EXPECT_FALSE(ui.exists("Tooltip"));
  ui.hover("Training/Start", {0.5f, 0.5f}, 0.4f);
  EXPECT_EQ(ui.value("Tooltip"), "Begins to learn");
  ui.moveAway();
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Tooltip"));
}

TEST(Button, DisabledOnesDoNothingButExplainThemselves) {
  int clicks = 0;
  UiHarness ui([&] {
    clicks += ui::button("A/Go", "Why not", {.emphasis = ui::Emphasis::primary, .enabled = false});
  });
  EXPECT_FALSE(ui.isEnabled("A/Go"));
  ui.click("A/Go");
  EXPECT_EQ(clicks, 0);
  ui.hover("A/Go", {0.5f, 0.5f}, 0.6f);
  EXPECT_EQ(ui.value("Tooltip"), "Why not");
}

TEST(Slider, FollowsThePointerOverItsWholeRange) {
  float value = 0.0f;
  int changes = 0;
  UiHarness ui([&] { changes += ui::slider("T/z0", value, -3.0f, 3.0f, "Latent") ? 1 : 0; });
  EXPECT_EQ(ui.value("T/z0"), "0.00");
  ui.drag("T/z0", {0.5f, 0.5f}, {0.75f, 0.5f});
  EXPECT_NEAR(value, 1.5f, 0.02f);
  EXPECT_GT(changes, 1);
  ui.drag("T/z0", {0.75f, 0.5f}, {0.0f, 0.5f});
  EXPECT_FLOAT_EQ(value, -3.0f);
  ui.drag("T/z0", {0.0f, 0.5f}, {1.5f, 0.5f});
  EXPECT_FLOAT_EQ(value, 3.0f);
  const int before = changes;
  ui.frames(5);
  EXPECT_EQ(changes, before);
}

TEST(Slider, TakesTypedValuesWithinItsRange) {
  float value = 0.0f;
  UiHarness ui([&] { ui::slider("T/z0", value, -3.0f, 3.0f, "Latent"); });
  ui.enter("T/z0/Value", "1.25");
  EXPECT_FLOAT_EQ(value, 1.25f);
  ui.enter("T/z0/Value", "99");
  EXPECT_FLOAT_EQ(value, 3.0f);
  ui.enter("T/z0/Value", "nonsense");
  EXPECT_FLOAT_EQ(value, 3.0f);
}

TEST(Number, WholeNumbersAreSteppedAndTyped) {
  int value = 20;
  UiHarness ui([&] { ui::number("Model/Latent", value, 1, 128, "Dimensions"); });
  ui.click("Model/Latent/+");
  EXPECT_EQ(value, 21);
  ui.click("Model/Latent/−");
  ui.click("Model/Latent/−");
  EXPECT_EQ(value, 19);
  ui.enter("Model/Latent", "64");
  EXPECT_EQ(value, 64);
  ui.enter("Model/Latent", "1000");
  EXPECT_EQ(value, 128);
  EXPECT_EQ(ui.value("Model/Latent"), "128");
}

TEST(Number, IsCommittedByEnterAndNotByKeys) {
  double rate = 0.001;
  int changes = 0;
  UiHarness ui([&] { changes += ui::number("T/Rate", rate, 1e-6, 1.0, "Step") ? 1 : 0; });
  ui.click("T/Rate");
  ui.key("A", true);
  ui.type("3e-4");
  EXPECT_DOUBLE_EQ(rate, 0.001);
  ui.key("Enter");
  EXPECT_DOUBLE_EQ(rate, 3e-4);
  EXPECT_EQ(changes, 1);
}

TEST(Number, EscapeAbandonsTheEdit) {
  double rate = 0.001;
  UiHarness ui([&] { ui::number("T/Rate", rate, 1e-6, 1.0, "Step"); });
  ui.click("T/Rate");
  ui.key("A", true);
  ui.type("0.5");
  ui.key("Escape");
  EXPECT_DOUBLE_EQ(rate, 0.001);
  EXPECT_EQ(ui.value("T/Rate"), "0.001");
}

// A widget drawn earlier takes the keyboard before the field is drawn; the text must survive.
TEST(Number, IsCommittedWhenAnotherWidgetTakesTheFocus) {
  double rate = 0.001;
  std::string name = "a";
  UiHarness ui([&] {
    ui::text("T/Name", name, "");
    ui::number("T/Rate", rate, 1e-6, 1.0, "Step");
    ui::button("T/After", "");
  });
  ui.click("T/Rate");
  ui.key("A", true);
  ui.type("0.25");
  ui.click("T/Name");
  EXPECT_DOUBLE_EQ(rate, 0.25);

  ui.click("T/Rate");
  ui.key("A", true);
  ui.type("0.75");
  ui.click("T/After");
  EXPECT_DOUBLE_EQ(rate, 0.75);
  EXPECT_EQ(name, "a");
}

TEST(Text, IsReplacedByTyping) {
  std::string value = "400";
  UiHarness ui([&] { ui::text("Model/Hidden", value, "Widths"); });
  ui.enter("Model/Hidden", "256, 128 µ");
  EXPECT_EQ(value, "256, 128 µ");
}

TEST(Fields, DisabledOnesKeepTheirValue) {
  int whole = 3, index = 0;
  double real = 2.0;
  bool on = false;
  std::string words = "w";
  const std::array<std::string, 2> names = {"mlp", "conv"};
  UiHarness ui([&] {
    ui::number("D/Whole", whole, 0, 9, "", false);
    ui::number("D/Real", real, 0.0, 9.0, "", "%.4g", false);
    ui::choice("D/Choice", index, names, "", false);
    ui::toggle("D/Toggle", on, "", false);
    ui::text("D/Words", words, "", false);
  });
  for (const char* label : {"D/Whole", "D/Whole/+", "D/Real", "D/Choice", "D/Toggle", "D/Words"}) {
    EXPECT_FALSE(ui.isEnabled(label)) << label;
    ui.click(label);
    ui.type("7");
    ui.key("Enter");
  }
  EXPECT_FALSE(ui.exists("D/Choice/conv"));
  EXPECT_EQ(whole, 3);
  EXPECT_EQ(real, 2.0);
  EXPECT_EQ(index, 0);
  EXPECT_FALSE(on);
  EXPECT_EQ(words, "w");
}

TEST(Choice, OpensAndTakesTheEntryClicked) {
  int index = 0;
  const std::array<std::string, 3> names = {"vae", "ae", "beta-vae"};
  UiHarness ui([&] { ui::choice("Model/Objective", index, names, "What is minimised"); });
  EXPECT_EQ(ui.value("Model/Objective"), "vae");
  ui.click("Model/Objective");
  EXPECT_EQ(ui.value("Model/Objective/vae"), "chosen");
  ui.click("Model/Objective/beta-vae");
  EXPECT_EQ(index, 2);
  EXPECT_FALSE(ui.exists("Model/Objective/vae"));
  EXPECT_EQ(ui.value("Model/Objective"), "beta-vae");
}

TEST(Choice, EscClosesTheListAndChoosesNothing) {
  int index = 1;
  const std::array<std::string, 2> names = {"vae", "ae"};
  UiHarness ui([&] { ui::choice("Model/Objective", index, names, "What is minimised"); });
  ui.click("Model/Objective");
  ASSERT_TRUE(ui.exists("Model/Objective/vae"));
  ui.key("Esc");
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Model/Objective/vae"));
  EXPECT_EQ(index, 1);
}

TEST(Toggle, SwitchesAnywhereOnItsRow) {
  bool on = false;
  UiHarness ui([&] { ui::toggle("Losses/Log scale", on, "Logarithmic"); });
  ui.click("Losses/Log scale", {0.02f, 0.5f});
  EXPECT_TRUE(on);
  EXPECT_EQ(ui.value("Losses/Log scale"), "on");
  ui.click("Losses/Log scale", {0.98f, 0.5f});
  EXPECT_FALSE(on);
}

TEST(Menu, OpensByItsWordAndItsItemsAct) {
  int opened = 0;
  UiHarness ui([&] {
    if (!ImGui::BeginMainMenuBar()) return;
    if (ui::beginMenu("Menu/File")) {
      opened += ui::menuItem("Menu/File/Open", "Ctrl+O", "Opens a dataset") ? 1 : 0;
      opened += ui::menuItem("Menu/File/Save", "", "", false) ? 100 : 0;
      ui::endMenu();
    }
    ImGui::EndMainMenuBar();
  });
  EXPECT_EQ(ui.value("Menu/File"), "closed");
  ui.click("Menu/File");
  EXPECT_EQ(ui.value("Menu/File"), "open");
  ui.key("Esc");
  ui.frames(2);
  EXPECT_EQ(ui.value("Menu/File"), "closed");
  ui.click("Menu/File");
  EXPECT_FALSE(ui.isEnabled("Menu/File/Save"));
  ui.click("Menu/File/Save");
  ui.click("Menu/File/Open");
  EXPECT_EQ(opened, 1);
  EXPECT_FALSE(ui.exists("Menu/File/Open"));
}

TEST(Panel, FoldsByItsHeading) {
  bool open = true;
  UiHarness ui([&] {
    if (ui::beginPanel("Data", {300, 200}, open)) ui::fact("Data/Count", ui::grouped(60000));
    ui::endPanel();
    ui::button("Below", "");
  });
  EXPECT_EQ(ui.value("Data/Count"), "60,000");
  const float below = ui::findProbe("Below")->min.y;
  ui.click("Data");
  EXPECT_FALSE(open);
  EXPECT_FALSE(ui.exists("Data/Count"));
  EXPECT_LT(ui::findProbe("Below")->min.y, below - 100.0f);
  ui.click("Data");
  EXPECT_TRUE(open);
}

TEST(Panel, FittingOneIsAsTallAsItsContent) {
  bool open = true;
  int rows = 2;
  UiHarness ui([&] {
    if (ui::beginPanel("Fit", {300, ui::fitContent()}, open))
      for (int i = 0; i < rows; ++i) ui::fact("Fit/Row " + std::to_string(i), "value");
    ui::endPanel();
    ui::button("Below", "");
  });
  ui.frames(2);
  const float two = ui::findProbe("Below")->min.y;
  const auto last = ui::findProbe("Fit/Row 1");
  ASSERT_TRUE(last);
  EXPECT_GT(two, last->max.y);
  EXPECT_LT(two, last->max.y + 32.0f);
  rows = 4;
  ui.frames(3);
  EXPECT_GT(ui::findProbe("Below")->min.y, two + 20.0f);
}

TEST(Probes, AreClippedToWhatIsVisible) {
  bool open = true;
  UiHarness ui([&] {
    if (ui::beginPanel("Short", {300, 100}, open))
      for (int i = 0; i < 20; ++i) ui::button("Short/" + std::to_string(i), "");
    ui::endPanel();
  });
  const auto panelBottom = 100.0f + 12.0f;
  const auto seen = ui::findProbe("Short/0");
  ASSERT_TRUE(seen);
  EXPECT_GT(seen->max.y, seen->min.y);
  const auto hidden = ui::findProbe("Short/19");
  ASSERT_TRUE(hidden);
  EXPECT_EQ(hidden->max.y, hidden->min.y);
  EXPECT_LE(hidden->max.y, panelBottom);
}

TEST(Image, KeepsItsAspectInTheMiddle) {
  ui::Rect shown{};
  UiHarness ui([&] { shown = ui::image("T/Image", {{}, 100, 50}, {300, 300}); });
  EXPECT_FLOAT_EQ(shown.max.x - shown.min.x, 300.0f);
  EXPECT_FLOAT_EQ(shown.max.y - shown.min.y, 150.0f);
  EXPECT_FLOAT_EQ(ui::findProbe("T/Image")->min.y, shown.min.y);
  EXPECT_NEAR(shown.min.y, 12.0f + 75.0f, 1.0f);
}

TEST(Splitter, MovesTheBorderWithinItsLimits) {
  float size = 300.0f;
  UiHarness ui([&] {
    ImGui::SetCursorPos({size, 0});
    ui::splitter("Left", ui::SplitterAxis::vertical, size, 200.0f, 500.0f, 700.0f, 8.0f);
  });
  // The bar is 8 pixels wide: ten of its widths to the right.
  ui.drag("Left", {0.5f, 0.5f}, {10.5f, 0.5f});
  EXPECT_FLOAT_EQ(size, 380.0f);
  ui.drag("Left", {0.5f, 0.5f}, {90.0f, 0.5f});
  EXPECT_FLOAT_EQ(size, 500.0f);
  ui.drag("Left", {0.5f, 0.5f}, {-90.0f, 0.5f});
  EXPECT_FLOAT_EQ(size, 200.0f);
}

TEST(Grouped, PutsDigitsInThrees) {
  EXPECT_EQ(ui::grouped(0), "0");
  EXPECT_EQ(ui::grouped(999), "999");
  EXPECT_EQ(ui::grouped(1000), "1,000");
  EXPECT_EQ(ui::grouped(737280), "737,280");
  EXPECT_EQ(ui::grouped(-1234567), "-1,234,567");
}

}  // namespace
}  // namespace latlas
