#include "app/window/run_window.h"

#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "app/gl/gl_graphics.h"
#include "app/replay/player.h"
#include "app/session/session.h"
#include "app/shell/frame.h"
#include "app/shell/preferences_file.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/window/frame_pacer.h"
#include "app/window/glfw_window.h"
#include "core/base/files.h"
#include "core/data/open.h"
#include "core/io/image_grid.h"
#include "core/io/run_folder.h"

namespace latlas::app {
namespace {

constexpr double kLockstepFrame = 1.0 / 60.0;  // seconds
constexpr double kProgressInterval = 0.1;      // a progress bar's
constexpr double kCaretInterval = 0.25;        // a blinking caret's
constexpr double kScriptInterval = 0.05;       // a waiting script's look at the state
constexpr std::chrono::seconds kQuitPatience(10);
constexpr double kFrameRateWindow = 1.0;  // over which frames a second are counted

// Real time, or in lockstep frames of 1/60 s.
class Clock {
 public:
  explicit Clock(bool lockstep) : lockstep_(lockstep) {}
  double now() const {
    if (lockstep_) return virtual_;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  void advance(double seconds) { virtual_ = virtual_ + seconds; }

 private:
  bool lockstep_;
  // Jobs may read the clock while the frame loop advances it.
  std::atomic<double> virtual_{0.0};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class FrameRate {
 public:
  void frameDrawn(double now) {
    ++frames_;
    if (now - since_ < kFrameRateWindow) return;
    perSecond_ = frames_ / (now - since_);
    frames_ = 0;
    since_ = now;
  }
  double perSecond() const { return perSecond_; }

 private:
  double since_ = 0.0, perSecond_ = 0.0;
  int frames_ = 0;
};

ui::FileBrowser::Description describe(const std::filesystem::path& path) {
  if (io::isRunFolder(path)) return {"Latlas run", true};
  const data::Peek peek = data::peek(path);
  return {peek.what, peek.canOpen};
}

WindowSettings windowSettings(const WindowOptions& options) {
  WindowSettings settings;
  settings.width = options.width;
  settings.height = options.height;
  settings.scaleToContent = !options.sizeGiven;
  return settings;
}

// The window and all that it uses; members are destroyed from the last to the first.
class WindowLoop {
 public:
  WindowLoop(const WindowOptions& options, const model::ModelFactory& models)
      : options_(options),
        clock_(options.lockstepTurns > 0),
        window_(windowSettings(options)),
        browser_(describe, [this] { wake(); }),
        session_(state_, {models, [this] { return clock_.now(); }, [this] { wake(); },
                          options.lockstepTurns > 0 ? Pace::lockstep : Pace::threads}),
        frame_(session_, graphics_, browser_,
               options.ignorePreferences ? std::filesystem::path() : preferencesFile()) {
    if (!options.ignorePreferences) {
      state_.preferences = readPreferences(preferencesFile());
      state_.autosaveFolder = userDataFolder() / "last-run";
    }
    state_.draft = options.config;
    applyLook();
    window_.onDrop([this](const std::vector<std::filesystem::path>& paths) {
      if (!paths.empty()) frame_.ask(request::OpenDataset{paths.front().string()});
    });
    if (options.replay) loadScript(*options.replay);
    if (options.startTraining) frame_.startTrainingWhenOpened();
    frame_.ask(request::OpenDataset{options.source, options.opening});
  }

  int run() {
    while (!window_.closeRequested() && !frame_.quitAsked() && !scriptEnded() && !timeIsOver()) {
      sleepUntilFrameIsDue();
      drawFrame();
    }
    if (options_.screenshot) saveScreenshot(*options_.screenshot);
    saveRun();
    if (options_.figures)
      writeFileAtomically(*options_.figures, session_.figures.toJson().dump(2) + "\n");
    if (!options_.ignorePreferences) writePreferences(state_.preferences, preferencesFile());
    if (player_) player_->cutShort();
    if (player_ && player_->failure()) {
      std::fprintf(stderr, "latlas: %s, %s\n", options_.replay->c_str(),
                   player_->failure()->c_str());
      return 1;
    }
    return 0;
  }

 private:
  void loadScript(const std::filesystem::path& path) {
    player_.emplace(replay::parseScript(readText(path), path),
                    replay::Hooks{[this](const auto& dropped) {
                                    frame_.ask(request::OpenDataset{dropped.string()});
                                  },
                                  [this](int width, int height) { window_.resize(width, height); },
                                  [this](const auto& file) { saveScreenshot(file); },
                                  [this] { session_.figures.beginAnew(); }});
  }

  // At most a few seconds: a convolutional batch at hand, and a few megabytes to the disk.
  void saveRun() {
    const auto giveUp = std::chrono::steady_clock::now() + kQuitPatience;
    while (!frame_.saveBeforeQuitting() && std::chrono::steady_clock::now() < giveUp) {
      if (options_.lockstepTurns > 0) frame_.turnWorkers(1);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  void wake() {
    workArrived_ = true;
    GlfwWindow::wake();
  }

  bool scriptEnded() const { return player_ && (player_->quitAsked() || player_->failure()); }
  bool timeIsOver() const { return options_.exitAfter && clock_.now() >= *options_.exitAfter; }

  void sleepUntilFrameIsDue() {
    if (options_.lockstepTurns > 0) {
      window_.pollEvents();
      // Jobs have threads of their own even in lockstep; time stands still for them.
      if (frame_.busy())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      else
        clock_.advance(kLockstepFrame);
      frame_.turnWorkers(options_.lockstepTurns);
      return;
    }
    for (;;) {
      chooseInterval();
      double timeout = pacer_.secondsUntilFrame(clock_.now());
      if (options_.exitAfter)
        timeout = std::min(timeout, std::max(0.0, *options_.exitAfter - clock_.now()));
      if (timeout > 0.0)
        window_.waitEvents(timeout);
      else
        window_.pollEvents();
      if (workArrived_.exchange(false)) pacer_.workArrived();
      if (window_.takeInputArrived() || (player_ && player_->needsFrames()))
        pacer_.inputArrived(clock_.now());
      if (timeIsOver() || window_.closeRequested() || pacer_.secondsUntilFrame(clock_.now()) <= 0.0)
        return;
    }
  }

  void chooseInterval() {
    if (player_ && !player_->finished())
      pacer_.wantFrameEvery(kScriptInterval);
    else if (frame_.busy() || frame_.isWaiting() || browser_.isOpen())
      pacer_.wantFrameEvery(kProgressInterval);
    else if (ImGui::GetIO().WantTextInput)
      pacer_.wantFrameEvery(kCaretInterval);
    else
      pacer_.wantNoInterval();
  }

  void drawFrame() {
    const double begun = clock_.now();
    if (frame_.takeLookChanged()) applyLook();
    if (player_) player_->beforeFrame(state_, begun);
    window_.beginFrame(options_.lockstepTurns > 0
                           ? std::optional<float>(static_cast<float>(kLockstepFrame))
                           : std::nullopt);
    ui::beginProbes();
    frame_.draw();
    window_.endFrame([this] {
      frame_.latch();
      return graphics_.takeRepainted();
    });
    frame_.shown();
    if (!std::exchange(firstFrameDrawn_, true))
      session_.figures.firstFrame(secondsSinceProcessStart());
    const double ended = clock_.now();
    session_.figures.frame(1e3 * (ended - begun));
    frameRate_.frameDrawn(ended);
    state_.figures = {frameRate_.perSecond(), 1e3 * (ended - begun)};
    pacer_.frameDrawn(begun, ended - begun);
    if (player_) player_->afterFrame(state_);
  }

  void applyLook() {
    const float scale =
        state_.preferences.scale > 0.0f ? state_.preferences.scale : window_.contentScale();
    ui::applyTheme(state_.preferences.theme, scale);
    if (scale != fontScale_) ui::loadFonts(scale);
    fontScale_ = scale;
  }

  void saveScreenshot(const std::filesystem::path& path) {
    io::writePng(path, window_.readPixels());
  }

  WindowOptions options_;
  Clock clock_;
  std::atomic<bool> workArrived_{false};
  GlfwWindow window_;
  AppState state_;
  FrameRate frameRate_;
  FramePacer pacer_;
  gl::GlGraphics graphics_;
  ui::FileBrowser browser_;
  Session session_;
  Frame frame_;
  std::optional<replay::Player> player_;
  float fontScale_ = 0.0f;
  bool firstFrameDrawn_ = false;
};

}  // namespace

int runWindow(const WindowOptions& options, const model::ModelFactory& models) {
  return WindowLoop(options, models).run();
}

}  // namespace latlas::app
