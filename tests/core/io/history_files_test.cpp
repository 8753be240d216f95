#include "core/io/history_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"

namespace latlas::io {
namespace {

train::HistoryPoint pointAt(std::int64_t step, Random& random) {
  // Doubles of all magnitudes with full mantissas.
  const auto any = [&] {
    return std::ldexp(random.uniform(), static_cast<int>(random.below(200)) - 100);
  };
  return {step, any(), any(), {any(), -any(), any()}};
}

void expectEqual(const train::HistorySeries& found, const train::HistorySeries& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], expected[i]) << i;
}

std::string complaint(std::string_view text) {
  try {
    decodeHistory(text, "history.csv");
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

const std::string kHeader = "step,epoch,seconds,split,loss,reconstruction,kl\n";

TEST(HistoryCsv, RoundTripIsExact) {
  Random random(1);
  train::History history;
  for (std::int64_t step = 1; step <= 5000; ++step) {
    history.train.append(pointAt(step, random));
    if (step % 100 == 0) history.heldOut.append(pointAt(step, random));
  }
  const std::string text = encodeHistory(history);
  const train::History read = decodeHistory(text, "history.csv");
  expectEqual(read.train, history.train);
  expectEqual(read.heldOut, history.heldOut);
  EXPECT_EQ(encodeHistory(read), text);
}

TEST(HistoryCsv, RowsAreInTheOrderOfSteps) {
  train::History history;
  history.heldOut.append({0, 0.0, 0.0, {545.5, 545.25, 0.25}});
  history.train.append({1, 0.5, 0.125, {3, 2, 1}});
  history.train.append({2, 1.0, 0.25, {2.5, 2, 0.5}});
  history.heldOut.append({2, 1.0, 0.25, {1e-7, 1e22, 0.1}});
  EXPECT_EQ(encodeHistory(history), kHeader +
                                        "0,0,0,held_out,545.5,545.25,0.25\n"
                                        "1,0.5,0.125,train,3,2,1\n"
                                        "2,1,0.25,train,2.5,2,0.5\n"
                                        "2,1,0.25,held_out,1e-07,1e+22,0.1\n");
}

TEST(HistoryCsv, LossesThatAreNotFiniteSurvive) {
  train::History history;
  history.train.append({1, 0, 0, {std::numeric_limits<double>::infinity(), std::nan(""), 1}});
  const train::History read = decodeHistory(encodeHistory(history), "history.csv");
  EXPECT_TRUE(std::isinf(read.train[0].losses.loss));
  EXPECT_TRUE(std::isnan(read.train[0].losses.reconstruction));
}

TEST(HistoryCsv, FurtherColumnsAndSpreadsheetLineEndsAreRead) {
  const auto read = decodeHistory(
      "step,epoch,seconds,split,loss,reconstruction,kl,beta\r\n3,1,2,train,4,5,6,0.5\r\n", "x");
  EXPECT_EQ(read.train[0], (train::HistoryPoint{3, 1, 2, {4, 5, 6}}));
  EXPECT_TRUE(decodeHistory(kHeader, "x").train.empty());
}

TEST(HistoryCsv, ComplaintsNameTheRow) {
  EXPECT_NE(complaint("").find("row 1: expected the columns step"), std::string::npos);
  EXPECT_NE(complaint("step,epoch,seconds,split,loss,reconstruction,klx\n"), "");
  EXPECT_NE(complaint(kHeader + "1,0,0,train,1,2,3\n2,0,0,train,1,2\n").find("row 3: expected 7"),
            std::string::npos);
  EXPECT_NE(complaint(kHeader + "1,0,0,test,1,2,3\n").find("found test"), std::string::npos);
  EXPECT_NE(complaint(kHeader + "1,0,0,train,1,2,3x\n").find("a KL, found \"3x\""),
            std::string::npos);
  EXPECT_NE(complaint(kHeader + "1.5,0,0,train,1,2,3\n").find("a step"), std::string::npos);
  EXPECT_NE(complaint(kHeader + "\n").find("row 2"), std::string::npos);
}

TEST(Events, RoundTripOneObjectALine) {
  const std::vector<train::Event> events{{10, "lr", 1e-3, 3e-4}, {25, "beta", 1, 4}};
  const std::string text = encodeEvents(events);
  EXPECT_EQ(text, "{\"step\":10,\"what\":\"lr\",\"from\":0.001,\"to\":0.0003}\n"
                  "{\"step\":25,\"what\":\"beta\",\"from\":1.0,\"to\":4.0}\n");
  EXPECT_EQ(decodeEvents(text, "events.jsonl"), events);
  EXPECT_TRUE(decodeEvents("", "events.jsonl").empty());
}

TEST(Events, ComplaintsNameTheRow) {
  try {
    decodeEvents("{\"step\":10,\"what\":\"lr\",\"from\":1,\"to\":2}\n{\"step\":\"x\"}\n", "e");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "e, at row 2, key \"step\": expected a whole number from 0, found \"x\".");
  }
  EXPECT_THROW(decodeEvents("{", "e"), Error);
}

}  // namespace
}  // namespace latlas::io
