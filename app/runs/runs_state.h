// Runs that are shown beside the present one, to be compared with it. Data only.
// Threading: UI thread; a snapshot is immutable.
#pragma once

#include <filesystem>
#include <memory>

#include "core/io/run_label.h"
#include "core/train/snapshot.h"

namespace latlas::app {

// The label's colour is an index for ui::classColour().
struct ComparedRun : io::RunLabel {
  bool visible = true;                              // its curves are drawn
  std::shared_ptr<const train::Snapshot> snapshot;  // the newest: history, events, configuration
  std::filesystem::path folder{};                   // its RUN; empty: it is only in memory
};

}  // namespace latlas::app
