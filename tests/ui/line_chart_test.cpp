#include "app/ui/line_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "app/ui/chart_buckets.h"
#include "tests/ui/ui_harness.h"

namespace latlas {
namespace {

using test::UiHarness;
using ui::ChartSeries;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

ChartSeries seriesOf(const std::vector<double>& values, double step = 1.0) {
  ChartSeries series;
  series.name = "training";
  series.colour = {1, 1, 1, 1};
  series.count = values.size();
  series.x = [step](std::size_t i) { return static_cast<double>(i) * step; };
  series.y = [&values](std::size_t i) { return values[i]; };
  return series;
}

TEST(Buckets, KeepASingleSpikeAmongAMillionPoints) {
  std::vector<double> values(1'000'000, 1.0);
  values[654'321] = 500.0;
  values[123'456] = -7.0;
  const auto curve = ui::bucketCurve(seriesOf(values), 0.0, 999'999.0, 300, 0.0f);
  EXPECT_EQ(curve.columns.size(), 300u);
  double low = 1.0, high = 1.0, at = 0.0;
  for (const auto& column : curve.columns) {
    low = std::min(low, column.low);
    if (column.high > high) high = column.high, at = column.x;
  }
  EXPECT_EQ(high, 500.0);
  EXPECT_EQ(low, -7.0);
  EXPECT_NEAR(at, 654'321.0, 999'999.0 / 300);
}

TEST(Buckets, EveryPointFallsIntoExactlyOneColumn) {
  std::vector<double> values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  const auto curve = ui::bucketCurve(seriesOf(values), 0.0, 999.0, 37, 0.0f);
  double expected = 0.0;
  for (const auto& column : curve.columns) {
    EXPECT_EQ(column.first, expected);
    EXPECT_EQ(column.low, column.first);
    EXPECT_EQ(column.high, column.last);
    expected = column.last + 1.0;
  }
  EXPECT_EQ(expected, 1000.0);
}

TEST(Buckets, FewPointsKeepTheirPlacesAndTheirNeighboursOutside) {
  const std::vector<double> values = {5, 4, 3, 2, 1};
  const auto curve = ui::bucketCurve(seriesOf(values, 10.0), 12.0, 28.0, 100, 0.0f);
  ASSERT_EQ(curve.columns.size(), 3u);
  EXPECT_EQ(curve.columns[0].x, 10.0);
  EXPECT_EQ(curve.columns[1].x, 20.0);
  EXPECT_EQ(curve.columns[2].x, 30.0);
  EXPECT_EQ(curve.columns[1].last, 3.0);
}

TEST(Buckets, ValuesThatAreNotFiniteAreReportedAndDoNotEnterTheCurve) {
  std::vector<double> values(100, 2.0);
  values[40] = kNan;
  values[70] = std::numeric_limits<double>::infinity();
  const auto curve = ui::bucketCurve(seriesOf(values), 0.0, 99.0, 10, 0.5f);
  EXPECT_EQ(curve.notFinite.size(), 2u);
  for (const auto& column : curve.columns) EXPECT_EQ(column.high, 2.0);
  for (const auto& [x, y] : curve.smooth) EXPECT_NEAR(y, 2.0, 1e-12);
}

TEST(Buckets, SmoothingIsTheBiasCorrectedAverage) {
  const std::vector<double> values = {10, 20, 30};
  const auto curve = ui::bucketCurve(seriesOf(values), 0.0, 2.0, 100, 0.5f);
  ASSERT_EQ(curve.smooth.size(), 3u);
  EXPECT_NEAR(curve.smooth[0].second, 10.0, 1e-12);
  // Weights 1/4 and 1/2, over their sum 3/4; then 1/8, 1/4, 1/2 over 7/8.
  EXPECT_NEAR(curve.smooth[1].second, (0.25 * 10 + 0.5 * 20) / 0.75, 1e-12);
  EXPECT_NEAR(curve.smooth[2].second, (0.125 * 10 + 0.25 * 20 + 0.5 * 30) / 0.875, 1e-12);
}

TEST(Buckets, SmoothingDoesNotDependOnTheZoom) {
  std::vector<double> values(5000);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = std::sin(0.05 * static_cast<double>(i)) + 0.001 * static_cast<double>(i);
  const auto series = seriesOf(values);
  const auto whole = ui::bucketCurve(series, 0.0, 4999.0, 5000, 0.9f);
  const auto zoomed = ui::bucketCurve(series, 4000.0, 4100.0, 1000, 0.9f);
  ASSERT_FALSE(zoomed.smooth.empty());
  for (const auto& [x, y] : zoomed.smooth)
    EXPECT_NEAR(y, whole.smooth[static_cast<std::size_t>(x)].second, 1e-5) << "at " << x;
}

TEST(Buckets, NearestIndexIsNearest) {
  const std::vector<double> values = {0, 0, 0};
  const auto series = seriesOf(values, 10.0);
  EXPECT_EQ(ui::nearestIndex(series, -5.0), 0u);
  EXPECT_EQ(ui::nearestIndex(series, 4.0), 0u);
  EXPECT_EQ(ui::nearestIndex(series, 6.0), 1u);
  EXPECT_EQ(ui::nearestIndex(series, 99.0), 2u);
}

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
      values_[i] = 100.0 - 0.05 * static_cast<double>(i);
  }
  void draw() {
    const ChartSeries series = seriesOf(values_);
    const ui::ChartMark mark{500.0, "beta 1 to 4"};
    ui::lineChart("Losses/Total", {800, 300}, {&series, 1}, {&mark, 1}, view_, "step", "Empty");
  }

  std::vector<double> values_;
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
  EXPECT_DOUBLE_EQ(value, 100.0 - 0.05 * step);
  ui.hover("Losses/Total", {0.5f, 0.5f});
  read = ui.value("Losses/Total/Cursor");
  EXPECT_NE(read.find("; beta 1 to 4"), std::string::npos) << read;
  ui.moveAway();
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Losses/Total/Cursor"));
}

TEST_F(LineChart, NewDataOfTheSameLengthIsSeen) {
  UiHarness ui([&] { draw(); });
  for (double& value : values_) value = 7.0;
  ui.frames();
  EXPECT_EQ(ui.value("Losses/Total"), "7");
}

// Odd data must not stop the program; what is not finite says so.
TEST_F(LineChart, SurvivesOddData) {
  view_.logScale = true;
  UiHarness ui([&] { draw(); });
  for (double& value : values_) value = kNan;
  ui.frames(2);
  EXPECT_EQ(ui.value("Losses/Total"), "not finite");
  for (double& value : values_) value = -3.0;
  ui.frames(2);
  values_.resize(1);
  ui.frames(2);
  values_.clear();
  ui.frames(2);
  EXPECT_EQ(ui.value("Losses/Total"), "empty");
}

}  // namespace
}  // namespace latlas
