// Everything that is known of the open dataset, below the Data panel's headline.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// Facts (probes "Data/kind", "Data/format", "Data/values", "Data/memory", "Data/file" with
// "Data/file/Copy", "Data/opened as"), then the lists of data_lists.h and the means.
void drawDataDetails(AppState& state, ui::Graphics& graphics);

// "47.0 MB", or "read in place, 1.2 MB held".
std::string memoryText(const data::DatasetInfo& info);

}  // namespace latlas::app
