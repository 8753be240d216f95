// The run at hand between the window and the trainer, without any wing.
#include "app/session/run_session.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/session/session.h"
#include "tests/support/fake_model.h"

namespace latlas::app {
namespace {

class RunSessionTest : public testing::Test {
 protected:
  RunSessionTest() {
    session.run.tell({[this] { heard.push_back("data"); }, [this] { heard.push_back("ends"); },
                      [this](const model::Config&, View view) {
                        heard.push_back(view == View::kept ? "kept" : "began");
                      },
                      [this](const Opened&) { heard.push_back("opened"); }});
  }
  void turn() {
    session.workers.turn();
    session.takeArrivals();
  }
  AppState state;
  Session session{state, {test::fakeModels(), [] { return 0.0; }, [] {}, Pace::lockstep}};
  std::vector<std::string> heard;
};

TEST_F(RunSessionTest, TellsWhatHappensInTheOrderInWhichItMatters) {
  session.run.open({"fake", test::fakeDataset(20), nullptr});
  EXPECT_EQ(heard, (std::vector<std::string>{"data", "ends", "began", "opened"}));
  EXPECT_FALSE(session.run.isPresent()) << "the trainer has published nothing of it yet";
  turn();
  EXPECT_TRUE(session.run.isPresent());
  heard.clear();
  session.run.begin({state.draft, nullptr, View::kept});
  EXPECT_EQ(heard, (std::vector<std::string>{"ends", "kept"}));
}

TEST_F(RunSessionTest, ACheckpointGoesToWhoeverAskedForThatRun) {
  session.run.show(test::fakeDataset(20), {});
  turn();
  std::vector<std::string> got;
  const auto keep = [&got](const char* who) {
    return [&got, who](const CheckpointPtr& checkpoint) {
      got.push_back(std::string(who) +
                    (checkpoint ? std::to_string(checkpoint->run) : std::string(" none")));
    };
  };
  session.run.takeCheckpoint(keep("a"));
  session.run.takeCheckpoint(keep("b"));
  EXPECT_TRUE(session.run.awaitsCheckpoint());
  turn();
  EXPECT_EQ(got, (std::vector<std::string>{"a1", "b1"}));
  EXPECT_FALSE(session.run.awaitsCheckpoint());

  // A checkpoint of the next run is nothing for who asked for one of this.
  got.clear();
  session.run.takeCheckpoint(keep("old"));
  session.run.begin({state.draft, nullptr});
  session.run.takeCheckpoint(keep("new"));
  turn();
  EXPECT_EQ(got, (std::vector<std::string>{"old none", "new2"}));
}

TEST_F(RunSessionTest, ExtrasOfARunThatWasNotTrainedGoAlong) {
  session.run.show(test::fakeDataset(20), {});
  turn();
  session.run.setExtra("a.md", "text");
  session.run.setExtra("b.md", "");
  EXPECT_EQ(session.run.extras().size(), 1u) << "an empty text is no file";
  session.run.beginFromDraft();
  EXPECT_EQ(session.run.extras().at("a.md"), "text");
  EXPECT_TRUE(session.run.hasUnsavedExtras());
  turn();
  session.workers.trainer.send(train::command::Step{});
  turn();
  turn();
  ASSERT_GT(state.snapshot->step, 0);
  session.run.beginFromDraft();
  EXPECT_TRUE(session.run.extras().empty()) << "they are of the run that was trained";
}

}  // namespace
}  // namespace latlas::app
