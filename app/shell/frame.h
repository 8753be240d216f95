// One frame: take what arrived -> draw the panels -> carry out what they asked for -> send orders to
// the workers.
// Threading: UI thread; never waits for a worker or a disk.
// Owns: the controllers.
#pragma once

#include <filesystem>
#include <utility>

#include "app/session/session.h"
#include "app/shell/shell_controller.h"
#include "app/shell/wings.h"
#include "app/ui/file_browser.h"
#include "app/ui/graphics.h"

namespace latlas::app {

class Frame {
 public:
  // `preferencesFile`: where recent sources are written; empty: nowhere.
  Frame(Session& session, ui::Graphics& graphics, ui::FileBrowser& browser,
        std::filesystem::path preferencesFile = {});

  // Between ImGui::NewFrame() with ui::beginProbes() and ImGui::Render().
  void draw();
  // Between ImGui::Render() and the drawing: what was asked for in this very frame and is there
  // already is shown by it.
  void latch();
  // After the buffer swap: dates what has just been shown.
  void shown();

  // As if the user had asked, e.g. for a dropped file.
  void ask(Request request) { session_.requests.push_back(std::move(request)); }
  // The first source that opens begins to train.
  void startTrainingWhenOpened();

  // Lockstep: so many turns for each worker.
  void turnWorkers(int turns);
  // Whether a job runs.
  bool busy();
  // Whether something is due by itself soon.
  bool isWaiting();

  // After the last frame: false while the run is still being saved.
  bool saveBeforeQuitting();

  bool quitAsked() const { return shell_.quitAsked(); }
  // Set when the theme or scale changed; the caller rebuilds fonts between frames.
  bool takeLookChanged() { return shell_.takeLookChanged(); }

 private:
  void listenToRuns();
  void takeArrivals();
  void carryOutRequests();
  // False when no controller carries out requests of this kind.
  bool carryOut(const Request& request);
  void sendOrders();

  Session& session_;
  ui::Graphics& graphics_;
  ShellController shell_;
  Wings wings_;
};

}  // namespace latlas::app
