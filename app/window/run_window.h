// The window, from its first frame to its last: what `latlas [DATASET]` runs.
// Threading: call from the main thread (GLFW demands it); starts and joins the workers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/data/open_options.h"
#include "core/model/learner.h"

namespace latlas::app {

struct WindowOptions {
  std::string source = "builtin:sprites";  // a dataset or a RUN folder
  data::OpenOptions opening;               // how the dataset is read
  // What the panels show at first. In the window one trains until one has seen enough.
  model::Config config = [] {
    model::Config endless;
    endless.train.epochs = 0;
    return endless;
  }();
  int width = 1280, height = 800;
  bool sizeGiven = false;                       // else multiplied by the desktop's content scale
  bool startTraining = true;                    // as soon as the first dataset is open
  std::optional<std::filesystem::path> replay;  // script, see app/replay/script.h
  std::optional<std::filesystem::path> screenshot;  // PNG of the last frame
  std::optional<double> exitAfter;                  // seconds
  std::optional<std::filesystem::path> figures;     // JSON of what was measured, see figures.h
  // 0: workers on threads of their own. k > 0: lockstep; the frame loop gives each worker k turns
  // a frame and time advances by 1/60 s, so a script sees the same pixels each time.
  int lockstepTurns = 0;
  // Preferences are neither read nor written, and the run is not saved by itself: a script must not
  // depend on the user's.
  bool ignorePreferences = false;
};

// 0, or 1 when a script's expectation failed (said on standard error). Throws Error when no
// window can be opened or a file given here cannot be read.
int runWindow(const WindowOptions& options, const model::ModelFactory& models);

}  // namespace latlas::app
