// The frame between panels, workers and jobs, in lockstep with FakeModel and no screen.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "app/losses/losses_requests.h"
#include "app/runs/runs_requests.h"
#include "app/session/facts.h"
#include "app/session/session.h"
#include "app/shell/frame.h"
#include "app/shell/shell_requests.h"
#include "app/training/training_requests.h"
#include "app/traverse/traverse_requests.h"
#include "tests/support/fake_model.h"
#include "tests/ui/ui_harness.h"

namespace latlas::app {

class FrameTest : public testing::Test {
 protected:
  explicit FrameTest(test::FakeModelOptions model = {}) : models(test::fakeModels(model)) {}

  // Frames, and turns for the workers, until it holds; jobs have threads of their own.
  testing::AssertionResult reaches(const std::function<bool()>& condition) {
    for (int i = 0; i < 4000; ++i) {
      if (condition()) return testing::AssertionSuccess();
      frame.turnWorkers(1);
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

  // What the window waits for.
  struct Tasks {
    Frame& frame;
    bool busy() const { return frame.busy(); }
  };

  model::ModelFactory models;
  double now = 0.0;
  AppState state;
  ui::NullGraphics graphics;
  ui::FileBrowser browser{[](const auto&) { return ui::FileBrowser::Description{}; }};
  app::Session behind{state, {models, [this] { return now; }, [] {}, Pace::lockstep}};
  Figures& figures = behind.figures;
  Frame frame{behind, graphics, browser};
  Tasks tasks{frame};
  test::UiHarness ui{[this] {
    frame.draw();
    frame.shown();
  }};
};

}  // namespace latlas::app
