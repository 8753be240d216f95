// Thread counts are measured once and remembered, and the choice says why.
#include "core/model/torch/thread_choice.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/temporary_folder.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

class ThreadChoiceTest : public testing::Test {
 protected:
  ThreadChoice choose(const ModelRequest& asked) {
    return chooseThreads(asked, {"a processor", cores, true, folder.path() / "threads.json",
                                   [this](int threads) {
                                     ++measurements;
                                     return rates.at(static_cast<std::size_t>(threads));
                                   }});
  }

  test::TemporaryFolder folder;
  ModelRequest request{.spec = smallSpec(Architecture::mlp), .purpose = Purpose::trainingAlone};
  int cores = 4;
  int measurements = 0;
  std::vector<double> rates{0.0, 30000.0, 41234.0, 0.0, 42000.0};
};

TEST(ThreadCandidates, LeaveCoresToAWindowAndOneWhereThreadsSpin) {
  EXPECT_EQ(threadCandidates(Purpose::inference, 8, true), std::vector<int>{1});
  EXPECT_EQ(threadCandidates(Purpose::training, 2, true), std::vector<int>{1});
  EXPECT_EQ(threadCandidates(Purpose::training, 4, true), (std::vector<int>{1, 2}));
  EXPECT_EQ(threadCandidates(Purpose::trainingAlone, 2, true), (std::vector<int>{1, 2}));
  EXPECT_EQ(threadCandidates(Purpose::trainingAlone, 64, true),
            (std::vector<int>{1, 2, 4, 8, 16}));
  EXPECT_EQ(threadCandidates(Purpose::trainingAlone, 8, false), std::vector<int>{1});
}

TEST_F(ThreadChoiceTest, TakesTheFewestNearTheFastest) {
  const ThreadChoice choice = choose(request);
  EXPECT_EQ(choice.count, 2) << "4 threads are not 5 % faster than 2";
  EXPECT_EQ(choice.why,
            "2 threads, the fastest measured here (1: 30k/s, 2: 41k/s, 4: 42k/s)");
  EXPECT_EQ(measurements, 3);
}

TEST_F(ThreadChoiceTest, MeasuresOnceForEachNetworkAndMachine) {
  const ThreadChoice first = choose(request);
  rates = {0.0, 99999.0, 1.0, 1.0, 1.0};
  EXPECT_EQ(choose(request).why, first.why);
  EXPECT_EQ(measurements, 3);
  request.spec.config.hidden = {500};
  EXPECT_EQ(choose(request).count, 1);
  EXPECT_EQ(measurements, 6);
  cores = 2;
  choose(request);
  EXPECT_EQ(measurements, 8) << "another machine";
}

TEST_F(ThreadChoiceTest, WhatIsAskedIsTaken) {
  request.threads = 3;
  EXPECT_EQ(choose(request).why, "3 threads, as asked");
  EXPECT_EQ(measurements, 0);
}

TEST_F(ThreadChoiceTest, ADamagedMemoryIsMeasuredAnew) {
  for (const char* text : {"", "[]", "{\"x\": 1}", "not json"}) {
    writeFileAtomically(folder.path() / "threads.json", std::string_view(text));
    measurements = 0;
    EXPECT_EQ(choose(request).count, 2);
    EXPECT_EQ(measurements, 3) << text;
  }
}

TEST(ThisMachine, MeasuresRealSteps) {
  const ModelRequest request{.spec = smallSpec(Architecture::conv),
                             .device = Device::cpu,
                             .purpose = Purpose::trainingAlone,
                             .batch = 4};
  const ThreadMachine machine = thisMachine(request);
  EXPECT_GT(machine.measure(1), 0.0);
  EXPECT_GE(machine.cores, 1);
  EXPECT_FALSE(machine.name.empty());
}

}  // namespace
}  // namespace latlas::model
