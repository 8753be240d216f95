// The frame between panels, workers and jobs, in lockstep with FakeModel and no screen.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "app/shell/frame.h"
#include "tests/support/fake_model.h"
#include "tests/ui/ui_harness.h"

namespace latlas::app {

class FrameTest : public testing::Test {
 protected:
  explicit FrameTest(test::FakeModelOptions model = {})
      : makeModel(test::fakeModelFactory(model)) {}

  // Frames, and turns for the workers, until it holds; jobs have threads of their own.
  testing::AssertionResult reaches(const std::function<bool()>& condition) {
    for (int i = 0; i < 4000; ++i) {
      if (condition()) return testing::AssertionSuccess();
      workers.turn(1);
      now += 1.0 / 60.0;
      ui.frames(1);
      if (tasks.busy()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return testing::AssertionFailure() << "not reached";
  }
  void open(const std::string& source) {
    frame.ask(request::OpenDataset{source});
    ui.frames(1);
  }
  void openSmallSprites() {
    open("builtin:sprites?count=64&size=8");
    ASSERT_TRUE(reaches([this] { return isState(train::RunState::ready); }));
  }
  bool isState(train::RunState runState) const {
    return state.snapshot && state.snapshot->state == runState;
  }
  std::int64_t step() const { return state.snapshot ? state.snapshot->step : -1; }

  model::ModelFactory makeModel;
  double now = 0.0;
  AppState state;
  ui::NullGraphics graphics;
  Figures figures;
  Tasks tasks{makeModel, [] {}};
  ui::FileBrowser browser{[](const auto&) { return ui::FileBrowser::Description{}; }};
  Workers workers{makeModel, [this] { return now; }, [] {}, Pace::lockstep};
  Downloads downloads{[] {}};
  Frame frame{{&workers, &tasks, &graphics, &browser, &figures, [this] { return now; }, &downloads},
              state};
  test::UiHarness ui{[this] {
    frame.draw();
    frame.shown();
  }};
};

}  // namespace latlas::app
