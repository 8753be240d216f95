// Thread counts are measured once and remembered, and the choice says why.
#include "core/model/torch/threads/thread_choice.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/model/torch/threads/step_rate.h"
#include "tests/support/temporary_folder.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

class ThreadChoiceTest : public testing::Test {
 protected:
  ThreadChoice choose(const LearnerRequest& asked) {
    const auto pass = [this](double seconds, double others) {
      passed += seconds;
      taken += seconds * others;
    };
    return chooseThreads(asked, {.name = "a processor",
                                 .library = "a library",
                                 .cores = cores,
                                 .threadsSleep = true,
                                 .memory = folder.path() / "threads.json",
                                 .measure =
                                     [this, pass](int threads) {
                                       ++measurements;
                                       pass(1.0, othersCores);
                                       return rates.at(static_cast<std::size_t>(threads));
                                     },
                                 .use =
                                     [this] {
                                       return ProcessorUse{passed, taken};
                                     },
                                 .rest =
                                     [this, pass] {
                                       ++rests;
                                       pass(0.08, othersRest ? 0.0 : othersCores);
                                     },
                                 .now = now});
  }

  ThreadChoice chooseWhileBusy() {
    othersCores = 0.9;
    rates = {0.0, 30000.0, 15000.0, 0.0, 9000.0};
    return choose(request);
  }

  test::TemporaryFolder folder;
  LearnerRequest request{.spec = smallSpec(Architecture::mlp), .purpose = Purpose::trainingAlone};
  int cores = 4;
  int measurements = 0;
  double passed = 100.0;  // seconds; a measurement takes one
  std::int64_t now = 1'700'000'000;
  double othersCores = 0.0;  // that other programs keep busy
  bool othersRest = false;   // when this program does
  double taken = 50.0;       // seconds that other programs had so far
  int rests = 0;
  std::vector<double> rates{0.0, 30000.0, 41234.0, 0.0, 42000.0};
};

TEST(ThreadCandidates, LeaveCoresToAWindowAndOneWhereThreadsSpin) {
  EXPECT_EQ(threadCandidates(Purpose::training, 2, true), std::vector<int>{1});
  EXPECT_EQ(threadCandidates(Purpose::training, 4, true), (std::vector<int>{1, 2}));
  EXPECT_EQ(threadCandidates(Purpose::trainingAlone, 2, true), (std::vector<int>{1, 2}));
  EXPECT_EQ(threadCandidates(Purpose::trainingAlone, 64, true), (std::vector<int>{1, 2, 4, 8, 16}));
  EXPECT_EQ(threadCandidates(Purpose::trainingAlone, 8, false), std::vector<int>{1});
}

TEST_F(ThreadChoiceTest, TakesTheFewestNearTheFastest) {
  const ThreadChoice choice = choose(request);
  EXPECT_EQ(choice.count, 2) << "4 threads are not 5 % faster than 2";
  EXPECT_EQ(choice.why, "2 threads, the fastest measured here (1: 30k/s, 2: 41k/s, 4: 42k/s)");
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

TEST_F(ThreadChoiceTest, WhatABusyMachineMeasuredHoldsForAnHourWhileItStaysBusy) {
  const ThreadChoice disturbed = chooseWhileBusy();
  EXPECT_EQ(disturbed.count, 1);
  EXPECT_EQ(disturbed.why,
            "1 thread, measured while the machine was busy (1: 30k/s, 2: 15k/s, 4: 9.0k/s)");
  now += 3600;
  EXPECT_EQ(choose(request).why, disturbed.why);
  EXPECT_EQ(measurements, 3);
  now += 1;
  rates = {0.0, 20000.0, 15000.0, 0.0, 9000.0};
  EXPECT_NE(choose(request).why, disturbed.why);
  EXPECT_EQ(measurements, 6);
}

TEST_F(ThreadChoiceTest, WhatABusyMachineMeasuredIsMeasuredAnewOnceItIsQuiet) {
  chooseWhileBusy();
  othersCores = 0.1;
  rates = {0.0, 30000.0, 41234.0, 0.0, 42000.0};
  const ThreadChoice undisturbed = choose(request);
  EXPECT_EQ(undisturbed.why, "2 threads, the fastest measured here (1: 30k/s, 2: 41k/s, 4: 42k/s)");
  EXPECT_EQ(measurements, 6);
  othersCores = 0.9;
  rests = 0;
  EXPECT_EQ(choose(request).why, undisturbed.why) << "as it was remembered";
  EXPECT_EQ(measurements, 6);
  EXPECT_EQ(rests, 0) << "there is nothing to look for";
}

TEST_F(ThreadChoiceTest, ALookTakesAMomentOfRest) {
  chooseWhileBusy();
  EXPECT_EQ(rests, 0);
  choose(request);
  EXPECT_EQ(rests, 1);
  EXPECT_EQ(measurements, 3);
}

// It was quiet for as long as the look took.
TEST_F(ThreadChoiceTest, WhatIsDisturbedAgainChangesNothing) {
  const ThreadChoice disturbed = chooseWhileBusy();
  const std::string before = readText(folder.path() / "threads.json");
  othersRest = true;
  rates = {0.0, 1000.0, 2000.0, 0.0, 4000.0};
  EXPECT_EQ(choose(request).why, disturbed.why);
  EXPECT_EQ(measurements, 6);
  EXPECT_EQ(readText(folder.path() / "threads.json"), before);
}

TEST_F(ThreadChoiceTest, OthersMayHaveTheCoresThatNoCandidateNeeds) {
  cores = 6;  // candidates 1, 2 and 4
  othersCores = 2.1;
  EXPECT_NE(choose(request).why.find("the fastest"), std::string::npos);
  request.spec.config.hidden = {500};
  othersCores = 2.4;
  EXPECT_NE(choose(request).why.find("was busy"), std::string::npos);
  // Beside a window 1, 2 and 4 of 6 are all that there is to use.
  cores = 6;
  request.purpose = Purpose::training;
  othersCores = 0.4;
  EXPECT_NE(choose(request).why.find("was busy"), std::string::npos);
}

TEST_F(ThreadChoiceTest, WhatIsRememberedWithoutAWordOnOthersIsMeasuredAnew) {
  choose(request);
  std::string text = readText(folder.path() / "threads.json");
  const auto word = text.find("others");
  ASSERT_NE(word, std::string::npos);
  writeFileAtomically(folder.path() / "threads.json", text.replace(word, 6, "unsaid"));
  choose(request);
  EXPECT_EQ(measurements, 6);
}

TEST_F(ThreadChoiceTest, WhatIsAskedIsTaken) {
  request.threads = 3;
  EXPECT_EQ(choose(request).why, "3 threads, as asked");
  EXPECT_EQ(measurements, 0);
}

TEST_F(ThreadChoiceTest, ARunThatGoesOnKeepsItsThreadsWhereThereAreAsManyCores) {
  request.threadsBefore = 1;
  EXPECT_EQ(choose(request).why, "1 thread, as in the run so far");
  EXPECT_EQ(measurements, 0);
  request.threads = 2;
  EXPECT_EQ(choose(request).why, "2 threads, as asked");
  request.threads = 0;
  request.threadsBefore = 1000;
  choose(request);
  EXPECT_GT(measurements, 0);
}

TEST_F(ThreadChoiceTest, ADamagedMemoryIsMeasuredAnew) {
  for (const char* text : {"", "[]", "{\"x\": 1}", "not json"}) {
    writeFileAtomically(folder.path() / "threads.json", std::string_view(text));
    measurements = 0;
    EXPECT_EQ(choose(request).count, 2);
    EXPECT_EQ(measurements, 3) << text;
  }
}

TEST(ThisMachine, IsDescribedAndMeasuresAsItIsTold) {
  const ThreadMachine machine =
      thisMachine("a library", [](int threads) { return 10.0 * threads; });
  EXPECT_EQ(machine.measure(3), 30.0);
  EXPECT_EQ(machine.library, "a library");
  EXPECT_GE(machine.cores, 1);
  EXPECT_GE(machine.use().wall, 0.0);
  EXPECT_FALSE(machine.name.empty());
}

TEST(StepRate, IsOfRealSteps) {
  for (const char* objective : {"vae", "iwae"}) {
    Config config{.model = smallSpec(Architecture::conv).config};
    setKey(config, "objective", objective);
    const auto model = SmallModel{{config.model, {1, 8, 8}}}.make();
    const Tensors before = model->weights();
    EXPECT_GT(stepRate(*model, 4), 0.0);
    EXPECT_NE(model->weights(), before);
  }
}

}  // namespace
}  // namespace latlas::model
