#include "core/io/history_files.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"

namespace latlas::io {
namespace {

using series::kMissing;
using series::Series;

series::RecordHead headAt(std::int64_t step) {
  return {step, static_cast<double>(step) / 469.0, 0.37e-3 * static_cast<double>(step)};
}

// Finite floats of all magnitudes with full mantissas.
float anyFloat(Random& random) {
  return static_cast<float>(std::ldexp(random.uniform() - 0.5,
                                       static_cast<int>(random.below(200)) - 100));
}

train::History made(std::int64_t steps) {
  Random random(1);
  train::History history{Series({"loss", "kl", "lr"}), Series({"loss", "kl", "kl_0", "kl_1"}),
                         Series({"kl_0", "kl_1"})};
  for (std::int64_t step = 1; step <= steps; ++step) {
    history.train.append(headAt(step), std::array{anyFloat(random), anyFloat(random), 1e-3f});
    if (step % 100 != 0) continue;
    history.heldOut.append(headAt(step), std::array{anyFloat(random), anyFloat(random),
                                                    anyFloat(random), anyFloat(random)});
    history.dimensions.append(headAt(step), std::array{anyFloat(random), anyFloat(random)});
  }
  return history;
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
  const train::History history = made(5000);
  const std::string text = encodeHistory(history);
  const train::History read = decodeHistory(text, "history.csv");
  EXPECT_EQ(read, history);
  EXPECT_EQ(encodeHistory(read), text);
}

TEST(HistoryCsv, SeveralRunsAreOneTable) {
  const train::History first = made(300);
  train::History second{Series({"loss", "tc"}), Series({"loss"}),
                        Series(std::vector<std::string>{})};
  second.train.append(headAt(1), std::array{2.0f, 0.5f});
  second.heldOut.append(headAt(1), std::array{3.0f});
  const std::string names[] = {"Run 1", "beta 4, \"best\""};
  const std::string text =
      encodeHistories(std::array{NamedHistory{names[0], first}, NamedHistory{names[1], second}});
  // Each run's lines without their first cell are a history of its own.
  const std::size_t end = text.find('\n') + 1;
  EXPECT_EQ(text.substr(0, end), "run,step,epoch,seconds,split,loss,kl,lr,kl_0,kl_1,tc\n");
  std::string parts[2];
  for (std::size_t at = end; at < text.size();) {
    const std::size_t next = text.find('\n', at) + 1;
    const std::string line = text.substr(at, next - at);
    const std::string quoted = "\"beta 4, \"\"best\"\"\",";
    const bool isSecond = line.starts_with(quoted);
    ASSERT_TRUE(isSecond || line.starts_with("Run 1,")) << line;
    parts[isSecond] += line.substr(isSecond ? quoted.size() : 6);
    at = next;
  }
  const std::string header = text.substr(4, end - 4);
  const train::History read[] = {decodeHistory(header + parts[0], "first"),
                                 decodeHistory(header + parts[1], "second")};
  EXPECT_EQ(read[0].heldOut, first.heldOut);
  EXPECT_EQ(read[0].dimensions, first.dimensions);
  EXPECT_EQ(newest(read[0].train, "loss"), newest(first.train, "loss"));
  EXPECT_EQ(read[0].train.size(), 300u);
  EXPECT_EQ(newest(read[1].train, "tc"), 0.5);
  EXPECT_EQ(newest(read[1].heldOut, "loss"), 3.0);
}

TEST(HistoryCsv, RowsAreInTheOrderOfStepsAndSharedWhereTheyAre) {
  train::History history{Series({"loss", "lr"}), Series({"loss", "kl_0"}), Series({"kl_0"})};
  history.heldOut.append({0, 0.0, 0.0}, std::array{545.5f, 1e22f});
  history.train.append({1, 0.5, 0.125}, std::array{3.0f, 0.001f});
  history.dimensions.append({1, 0.5, 0.125}, std::array{0.1f});
  history.train.append({2, 1.0, 0.25}, std::array{2.5f, kMissing});
  history.heldOut.append({2, 1.0, 0.25}, std::array{1e-7f, 0.25f});
  history.dimensions.append({3, 1.5, 0.375}, std::array{0.2f});
  const std::string text = encodeHistory(history);
  EXPECT_EQ(text, "step,epoch,seconds,split,loss,lr,kl_0\n"
                  "0,0,0,held_out,545.5,,1e+22\n"
                  "1,0.5,0.125,train,3,0.001,0.1\n"
                  "2,1,0.25,train,2.5,,\n"
                  "2,1,0.25,held_out,1e-07,,0.25\n"
                  "3,1.5,0.375,train,,,0.2\n");
  EXPECT_EQ(decodeHistory(text, "history.csv"), history);
}

TEST(HistoryCsv, LinesInPiecesAreTheWholeTable) {
  const train::History history = made(1000);
  train::History before = made(300);
  const HistoryLines rest = encodeHistoryLines(history, rowsOf(before));
  EXPECT_EQ(encodeHistory(before) + rest.text, encodeHistory(history));
  EXPECT_EQ(rest.count, 707u);
  EXPECT_EQ(encodeHistoryLines(history, rowsOf(history)).count, 0u);
}

TEST(HistoryCsv, LinesBehindTheCountAreNotRead) {
  const train::History history = made(300);
  std::string text = encodeHistory(history);
  text += encodeHistoryLines(made(500), rowsOf(history)).text;
  text += "501,1.0";
  EXPECT_EQ(decodeHistory(text, "history.csv", 303), history);
  EXPECT_NE(complaint(text), "");
}

TEST(HistoryCsv, WhatIsNotFiniteSurvives) {
  const float infinity = std::numeric_limits<float>::infinity();
  train::History history{Series({"a", "b", "c", "d"}), Series(), Series()};
  history.train.append({1, 0, 0}, std::array{infinity, -infinity, std::nanf(""), -std::nanf("")});
  history.train.append({2, 0, 0}, std::array{1.0f, kMissing, 1.0f, 1.0f});
  const std::string text = encodeHistory(history);
  EXPECT_EQ(text, "step,epoch,seconds,split,a,b,c,d\n1,0,0,train,inf,-inf,nan,nan\n"
                  "2,0,0,train,1,,1,1\n");
  const series::Series read = decodeHistory(text, "history.csv").train;
  EXPECT_EQ(read.value(0, 0), infinity);
  EXPECT_EQ(read.value(1, 0), -infinity);
  EXPECT_TRUE(std::isnan(read.value(2, 0)) && !series::isMissing(read.value(2, 0)));
  EXPECT_TRUE(series::isMissing(read.value(1, 1)));
}

TEST(HistoryCsv, AColumnThatWaitsForItsFirstValueIsKept) {
  const std::string text = "step,epoch,seconds,split,loss,speed\n1,0,0,train,5,\n";
  const train::History read = decodeHistory(text, "x");
  EXPECT_EQ(read.train.columns(), (std::vector<std::string>{"loss", "speed"}));
  EXPECT_EQ(encodeHistory(read), text);
}

TEST(HistoryCsv, OldFilesAndSpreadsheetsAreRead) {
  const auto read =
      decodeHistory(kHeader.substr(0, kHeader.size() - 1) +
                        "\r\n3,1,2,train,4,0.12345678901234567,6\r\n3,1,2,held_out,1,1e300,3\r\n",
                    "x");
  EXPECT_EQ(read.train.columns(), (std::vector<std::string>{"loss", "reconstruction", "kl"}));
  EXPECT_EQ(read.train.head(0), (series::RecordHead{3, 1, 2}));
  EXPECT_EQ(newest(read.train, "reconstruction"), 0.12345678901234567f);
  EXPECT_TRUE(std::isinf(*newest(read.heldOut, "reconstruction")));
  EXPECT_TRUE(read.dimensions.empty());
  EXPECT_TRUE(decodeHistory(kHeader, "x").train.empty());
}

TEST(HistoryCsv, ComplaintsNameTheRow) {
  EXPECT_NE(complaint("").find("row 1: expected the columns step"), std::string::npos);
  EXPECT_NE(complaint("step,epoch,seconds,splits,loss\n"), "");
  EXPECT_NE(complaint("step,epoch,seconds,split,kl,kl\n").find("found kl twice"),
            std::string::npos);
  EXPECT_NE(complaint(kHeader + "1,0,0,train,1,2,3\n2,0,0,train,1,2\n").find("row 3: expected 7"),
            std::string::npos);
  EXPECT_NE(complaint(kHeader + "1,0,0,test,1,2,3\n").find("found test"), std::string::npos);
  EXPECT_NE(complaint(kHeader + "1,0,0,train,1,2,3x\n").find("a number for kl, found \"3x\""),
            std::string::npos);
  EXPECT_NE(complaint(kHeader + "1.5,0,0,train,1,2,3\n").find("a step"), std::string::npos);
  EXPECT_NE(complaint(kHeader + "-1,0,0,train,1,2,3\n").find("a step"), std::string::npos);
  EXPECT_NE(complaint(kHeader + "1,nan,0,train,1,2,3\n").find("an epoch"), std::string::npos);
  EXPECT_NE(complaint(kHeader + "1,0,1e300,train,1,2,3\n").find("seconds"), std::string::npos);
  EXPECT_NE(complaint(kHeader + "2,0,0,train,1,2,3\n1,0,0,train,1,2,3\n").find("not below 2"),
            std::string::npos);
  EXPECT_NE(complaint(kHeader + "\n").find("row 2"), std::string::npos);
}

TEST(Events, RoundTripOneObjectALine) {
  const std::vector<train::Event> events{{10, "lr", "0.001", "0.0003", 1.5},
                                         {25, "batch", "100000", "64", 2.5},
                                         {30, "kl_schedule", "linear", "cyclical", 3.0},
                                         {31, "hidden", "007", "1.0", 3.0},
                                         {32, "clip", "1e+20", "inf", 3.0}};
  const std::string text = encodeEvents(events);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            R"({"step":10,"seconds":1.5,"what":"lr","from":0.001,"to":0.0003})");
  EXPECT_NE(text.find(R"("from":100000,"to":64})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("from":"linear","to":"cyclical"})"), std::string::npos);
  EXPECT_NE(text.find(R"("from":"007","to":"1.0"})"), std::string::npos);
  EXPECT_EQ(decodeEvents(text, "events.jsonl"), events);
  EXPECT_TRUE(decodeEvents("", "events.jsonl").empty());
}

TEST(Events, OldFilesAreRead) {
  const auto events = decodeEvents(R"({"step":10,"what":"beta","from":1.0,"to":0.25})", "e");
  EXPECT_EQ(events, (std::vector<train::Event>{{10, "beta", "1", "0.25", 0.0}}));
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
  EXPECT_THROW(decodeEvents(R"({"step":1,"what":"lr","from":[1],"to":2})", "e"), Error);
}

}  // namespace
}  // namespace latlas::io
