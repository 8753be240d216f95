// The keys of the wing of training, as the keyboard, the menus and the tooltips read them.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/actions.h"
#include "app/session/wing.h"

namespace latlas::app {

void trainOneStep(AppState& state, Requests& requests);
void trainSteps(AppState& state, Requests& requests);  // as many as preferences say
void trainEpoch(AppState& state, Requests& requests);  // to its end
void switchPace(AppState& state, Requests& requests);  // slow motion or full speed

inline constexpr Shortcut kStartKey{"Space", "Start or pause training", startOrPause};
inline constexpr Shortcut kStepKey{"S", "Train one batch", trainOneStep};
inline constexpr Shortcut kStepsKey{"N", "Train many batches, then pause", trainSteps};
inline constexpr Shortcut kEpochKey{"E", "Train to the end of the epoch, then pause", trainEpoch};
inline constexpr Shortcut kSlowMotionKey{"M", "Slow motion or full speed", switchPace};
inline constexpr Shortcut kResetKey{"Ctrl+R", "Begin anew with the settings shown", resetTraining};

}  // namespace latlas::app
