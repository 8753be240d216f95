// The line chart as it is used: zoom, cursor, marks, odd data.
#include "app/ui/line_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "app/ui/chart_ticks.h"
#include "tests/ui/made_series.h"
#include "tests/ui/ui_harness.h"

namespace latlas {
namespace {

using test::kNan;
using test::seriesOf;
using test::UiHarness;
using ui::ChartSeries;

TEST(Ticks, AreRoundNumbersInside) {
  EXPECT_EQ(ui::linearTicks(0.0, 100.0, 5), (std::vector<double>{0, 20, 40, 60, 80, 100}));
  const auto small = ui::linearTicks(0.013, 0.019, 3);
  ASSERT_FALSE(small.empty());
  EXPECT_NEAR(small.front(), 0.014, 1e-12);
  EXPECT_EQ(ui::logTicks(1.0, 1000.0, 4), (std::vector<double>{1, 10, 100, 1000}));
  const auto dense = ui::logTicks(90.0, 600.0, 4);
  for (const double tick : dense) {
    EXPECT_GE(tick, 90.0);
    EXPECT_LE(tick, 600.0);
  }
  EXPECT_GE(dense.size(), 3u);
  EXPECT_TRUE(ui::linearTicks(1.0, 1.0, 5).empty());
  // A lone tick is labelled by the step it would have had to the next.
  EXPECT_EQ(ui::linearTicks(1.0, 1682.0, 2), (std::vector<double>{1000.0}));
  EXPECT_EQ(ui::tickLabel(1000.0, ui::tickStep(1.0, 1682.0, 2)), "1,000");
}

TEST(Ticks, LabelsGroupThousandsAndKeepNeededDecimals) {
  EXPECT_EQ(ui::tickLabel(0.0, 10.0), "0");
  EXPECT_EQ(ui::tickLabel(50000.0, 10000.0), "50,000");
  EXPECT_EQ(ui::tickLabel(1250.5, 0.5), "1,250.5");
  EXPECT_EQ(ui::tickLabel(0.02, 0.01), "0.02");
  EXPECT_EQ(ui::tickLabel(-2500.0, 500.0), "-2,500");
  EXPECT_EQ(ui::tickLabel(2e-7, 1e-7), "2e-07");
}

class LineChart : public testing::Test {
 protected:
  LineChart() : values_(1001) {
    for (std::size_t i = 0; i < values_.size(); ++i)
      values_[i] = 100.0f - 0.05f * static_cast<float>(i);
  }
  void draw() {
    const series::Series rows = seriesOf(values_);
    const ChartSeries series{"training", {1, 1, 1, 1}, &rows, 0};
    const ui::ChartMark mark{500.0, "beta 1 to 4", {1, 1, 1, 1}};
    ui::lineChart("Losses/Total", {800, 300}, {{&series, 1}, {&mark, 1}, "step", "Empty"}, view_);
  }

  std::vector<float> values_;
  ui::ChartView view_;
};

TEST_F(LineChart, DragZoomsAndDoubleClickShowsEverything) {
  UiHarness ui([&] { draw(); });
  EXPECT_FALSE(view_.range);
  ui.drag("Losses/Total", {0.25f, 0.5f}, {0.5f, 0.6f});
  ASSERT_TRUE(view_.range);
  // The plot is some 760 pixels wide: a pixel is 1.3 steps.
  EXPECT_NEAR(view_.range->first, 250.0, 1.5);
  EXPECT_NEAR(view_.range->second, 500.0, 1.5);
  ui.drag("Losses/Total", {0.8f, 0.5f}, {0.2f, 0.5f});
  EXPECT_NEAR(view_.range->first, 300.0, 1.5);
  EXPECT_NEAR(view_.range->second, 450.0, 1.5);
  ui.doubleClick("Losses/Total");
  EXPECT_FALSE(view_.range);
}

TEST_F(LineChart, AClickAloneDoesNotZoom) {
  UiHarness ui([&] { draw(); });
  ui.click("Losses/Total", {0.3f, 0.5f});
  EXPECT_FALSE(view_.range);
}

TEST_F(LineChart, TheCursorReadsValuesAndMarks) {
  UiHarness ui([&] { draw(); });
  EXPECT_EQ(ui.value("Losses/Total"), "50");
  ui.hover("Losses/Total", {0.2f, 0.5f});
  std::string read = ui.value("Losses/Total/Cursor");
  int step = 0;
  double value = 0.0;
  ASSERT_EQ(std::sscanf(read.c_str(), "step %d; training  %lf", &step, &value), 2) << read;
  // A pointer is on a whole pixel, which is 1.3 steps.
  EXPECT_NEAR(step, 200, 1.5);
  EXPECT_NEAR(value, 100.0 - 0.05 * step, 1e-3);
  ui.hover("Losses/Total", {0.5f, 0.5f});
  read = ui.value("Losses/Total/Cursor");
  EXPECT_NE(read.find("; beta 1 to 4"), std::string::npos) << read;
  ui.moveAway();
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Losses/Total/Cursor"));
}

TEST_F(LineChart, NewDataOfTheSameLengthIsSeen) {
  UiHarness ui([&] { draw(); });
  for (float& value : values_) value = 7.0;
  ui.frames();
  EXPECT_EQ(ui.value("Losses/Total"), "7");
}

TEST_F(LineChart, TheCursorTellsTheSmoothedValueToo) {
  UiHarness ui([&] { draw(); });
  ui.hover("Losses/Total", {0.2f, 0.5f});
  EXPECT_EQ(ui.value("Losses/Total/Cursor").find("smoothed"), std::string::npos);
  view_.smoothing = 0.9f;
  ui.frames(2);
  int step = 0;
  double value = 0.0, smoothed = 0.0;
  const std::string read = ui.value("Losses/Total/Cursor");
  ASSERT_EQ(std::sscanf(read.c_str(), "step %d; training  %lf  (smoothed %lf)", &step, &value,
                        &smoothed),
            3)
      << read;
  // On a straight line it lags by s / (1 - s) = 9 steps.
  EXPECT_NEAR(smoothed - value, 9 * 0.05, 2e-3);
}

TEST_F(LineChart, OfManyCurvesTheCursorTellsThoseAtThePointer) {
  std::vector<series::Series> rows;
  std::vector<ChartSeries> series;
  for (int i = 0; i < 40; ++i)
    rows.push_back(seriesOf(std::vector<float>(100, static_cast<float>(i))));
  for (int i = 0; i < 40; ++i)
    series.push_back(
        {"z" + std::to_string(i), {1, 1, 1, 1}, &rows[static_cast<std::size_t>(i)], 0});
  UiHarness ui([&] { ui::lineChart("C", {800, 300}, {series, {}, "step", ""}, view_); });
  ui.hover("C", {0.5f, 0.02f});
  const std::string read = ui.value("C/Cursor");
  EXPECT_NE(read.find("z39  39"), std::string::npos) << read;
  EXPECT_EQ(read.find("z0  0"), std::string::npos) << read;
}

TEST_F(LineChart, StepsMayBeLogarithmic) {
  view_.logSteps = true;
  UiHarness ui([&] { draw(); });
  // From 1 (a logarithm has no zero) to 1,000: the middle is 31.6.
  ui.hover("Losses/Total", {0.5f, 0.5f});
  int step = 0;
  ASSERT_EQ(std::sscanf(ui.value("Losses/Total/Cursor").c_str(), "step %d", &step), 1);
  EXPECT_NEAR(step, 31.6, 1.0);
  ui.drag("Losses/Total", {1.0f / 3, 0.5f}, {2.0f / 3, 0.6f});
  ASSERT_TRUE(view_.range);
  EXPECT_NEAR(view_.range->first, 10.0, 0.2);
  EXPECT_NEAR(view_.range->second, 100.0, 2.0);
}

TEST_F(LineChart, WhatIsNotFiniteIsNamedUnderThePointer) {
  values_[500] = kNan;
  values_[800] = -std::numeric_limits<float>::infinity();
  UiHarness ui([&] { draw(); });
  ui.hover("Losses/Total", {0.5f, 0.5f});
  EXPECT_NE(ui.value("Losses/Total/Cursor").find("step 500; training  nan"), std::string::npos)
      << ui.value("Losses/Total/Cursor");
  ui.hover("Losses/Total", {0.8f, 0.5f});
  EXPECT_NE(ui.value("Losses/Total/Cursor").find("training  -inf"), std::string::npos);
}

// Odd data must not stop the program; what is not finite says so.
TEST_F(LineChart, SurvivesOddData) {
  view_.logScale = true;
  UiHarness ui([&] { draw(); });
  for (float& value : values_) value = kNan;
  ui.frames(2);
  EXPECT_EQ(ui.value("Losses/Total"), "nan");
  for (float& value : values_) value = -3.0f;
  ui.frames(2);
  for (float& value : values_) value = series::kMissing;
  ui.frames(2);
  EXPECT_EQ(ui.value("Losses/Total"), "not measured");
  values_.resize(1);
  ui.frames(2);
  values_.clear();
  ui.frames(2);
  EXPECT_EQ(ui.value("Losses/Total"), "empty");
}

}  // namespace
}  // namespace latlas
