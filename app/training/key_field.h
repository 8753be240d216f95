// A configuration key as a field, whatever its form: a number, a name, a switch, a list. What is
// set goes into the draft and, when the key is live, to the run.
// Threading: UI thread, inside a frame.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

// Draws nothing while the key has no effect. The field's label is "PANEL/TITLE" (key_titles.h); it
// is enabled until training began, or as long as the key is live. What is not allowed is not taken,
// and a line below says why ("PANEL/TITLE error").
void keyField(AppState& state, std::string_view panel, std::string_view name, Requests& requests);

void keyFields(AppState& state, std::string_view panel, std::span<const std::string_view> keys,
               Requests& requests);

// How many of these have an effect and are not at their defaults, for a fold: "2", or nothing.
std::string changedNote(const AppState& state, std::span<const std::string_view> keys);

}  // namespace latlas::app
