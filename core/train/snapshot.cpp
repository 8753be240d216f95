#include "core/train/snapshot.h"

namespace latlas::train {

const char* toString(RunState state) {
  switch (state) {
    case RunState::empty: return "no data";
    case RunState::ready: return "ready";
    case RunState::running: return "training";
    case RunState::paused: return "paused";
    case RunState::finished: return "finished";
    case RunState::failed: return "failed";
  }
  return "";
}

}  // namespace latlas::train
