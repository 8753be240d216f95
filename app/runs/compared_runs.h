// Runs that are shown beside the present one, to be compared with it. Data only.
// Threading: UI thread; a snapshot is immutable.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/train/snapshot.h"

namespace latlas::app {

struct ComparedRun {
  std::string name;
  int colour = 0;       // an index for ui::classColour()
  bool visible = true;  // its curves are drawn
  std::shared_ptr<const train::Snapshot> snapshot;  // the newest: history, events, configuration
  std::filesystem::path folder{};  // its RUN; empty: it is only in memory
};

}  // namespace latlas::app
