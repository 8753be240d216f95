// The Model panel, which shows what is trained, and the Training panel, which shows how.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <span>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/session/wing.h"

namespace latlas::app {

void drawModelPanel(AppState& state, ImVec2 size, Requests& requests);
// `more`: folds of other wings, after its own.
void drawTrainingPanel(AppState& state, ImVec2 size, Requests& requests,
                       std::span<const SettingsFold> more = {});

}  // namespace latlas::app
