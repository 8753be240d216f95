// The choice of a preset, at the top of the Model panel and in the Train menu.
// Threading: UI thread, inside a frame.
#pragma once

#include <vector>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "core/model/presets.h"

namespace latlas::app {

// Those for the kind of data that is open; all of them without any.
std::vector<const model::Preset*> presetsFor(const AppState& state);

// Changes the draft, as far as the open data allow.
void applyPreset(const model::Preset& preset, AppState& state);

// Choosing changes the draft. Below the choice stands what the preset was published with, while
// other data are open, with a button that opens it.
void drawPresetChooser(AppState& state, bool isEnabled, Requests& requests);

}  // namespace latlas::app
