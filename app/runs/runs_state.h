// How runs are called, and those that are shown beside the present one. Data only.
// Threading: UI thread; a snapshot is immutable.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/train/snapshot.h"

namespace latlas::app {

// How the present run is called, and its colour once it is compared with another.
struct RunLabel {
  std::string name = "Run 1";
  int colour = 2;                  // an index for ui::classColour()
  std::filesystem::path folder{};  // where it was kept; the next time it is kept there too
};

struct ComparedRun {
  std::string name;
  int colour = 0;       // an index for ui::classColour()
  bool visible = true;  // its curves are drawn
  std::shared_ptr<const train::Snapshot> snapshot;  // the newest: history, events, configuration
  std::filesystem::path folder{};                   // its RUN; empty: it is only in memory
};

}  // namespace latlas::app
