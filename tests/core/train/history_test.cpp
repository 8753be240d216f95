#include "core/train/history.h"

#include <gtest/gtest.h>

namespace latlas::train {
namespace {

HistoryPoint at(std::int64_t step) {
  return {step, 0.5 * static_cast<double>(step), 0.1, {static_cast<double>(-step), 1.0, 2.0}};
}

TEST(HistorySeries, KeepsEveryPointAcrossChunks) {
  HistorySeries series;
  for (std::int64_t step = 0; step < 5000; ++step) series.append(at(step));
  ASSERT_EQ(series.size(), 5000u);
  for (std::size_t i = 0; i < series.size(); ++i)
    ASSERT_EQ(series[i], at(static_cast<std::int64_t>(i)));
  EXPECT_EQ(series.back(), at(4999));
}

TEST(HistorySeries, ACopyDoesNotSeeLaterPoints) {
  HistorySeries series;
  for (std::int64_t step = 0; step < 1030; ++step) series.append(at(step));
  const HistorySeries copy = series;
  for (std::int64_t step = 1030; step < 3000; ++step) series.append(at(step));
  EXPECT_EQ(copy.size(), 1030u);
  EXPECT_EQ(copy.back(), at(1029));
  EXPECT_EQ(series[1029], at(1029));
}

}  // namespace
}  // namespace latlas::train
