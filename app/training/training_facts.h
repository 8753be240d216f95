// How far the run is, and why it stopped: the bottom of the Training panel.
// Threading: UI thread, inside a frame.
#pragma once

#include "core/base/error.h"
#include "core/train/snapshot.h"

namespace latlas::app {

void drawTrainingFailure(const Failure& failure);
void drawTrainingFacts(const train::Snapshot& snapshot);

}  // namespace latlas::app
