// The window from one start to its end with runs that are saved, for tests of what the next start
// finds.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/ui/shell/frame_fixture.h"

namespace latlas::test {

// The window from one start to its end, of which nothing is left but its files.
class StartToEnd : public app::FrameTest {
 public:
  using FrameTest::behind, FrameTest::frame, FrameTest::isState, FrameTest::open,
      FrameTest::openSmallSprites, FrameTest::reaches, FrameTest::state, FrameTest::step,
      FrameTest::tasks, FrameTest::ui;
  explicit StartToEnd(const std::filesystem::path& data) : FrameTest({.isSavable = true}) {
    state.autosaveFolder = data / "last-run";
    state.draft.train.epochs = 0;
  }
  void TestBody() override {}
  void train(std::int64_t steps) {
    const std::int64_t end = step() + steps;
    frame.ask(app::request::Step{steps});
    ASSERT_TRUE(reaches([&] { return step() == end && isState(train::RunState::paused); }));
  }
  void fork() {
    const std::size_t kept = state.comparedRuns.size();
    const auto run = state.snapshot->run;
    frame.ask(app::request::ForkRun{});
    ASSERT_TRUE(reaches([&] {
      return state.comparedRuns.size() == kept + 1 && state.snapshot->run > run;
    }));
  }
  void saved() {
    ASSERT_TRUE(reaches([this] { return state.autosavedStep == step() && !tasks.busy(); }));
  }
  void reopen(const std::filesystem::path& run) {
    const auto before = state.snapshot ? state.snapshot->run : 0;
    open(run.string());
    ASSERT_TRUE(
        reaches([&] { return isState(train::RunState::paused) && state.snapshot->run > before; }));
  }
};

}  // namespace latlas::test
