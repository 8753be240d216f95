// The keys of the wing of datasets, as the keyboard, the menus and the tooltips read them.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/actions.h"
#include "app/session/wing.h"

namespace latlas::app {

void openWithOptions(AppState& state, Requests& requests);
// The sheet's search takes the keyboard.
void findSamples(AppState& state, Requests& requests);

inline constexpr Shortcut kOpenKey{"Ctrl+O", "Open a dataset", openDataset};
inline constexpr Shortcut kOpenWithOptionsKey{"Ctrl+Shift+O", "Open a dataset with options",
                                              openWithOptions};
inline constexpr Shortcut kDatasetsKey{"Ctrl+D", "Datasets to download", showDatasets};
inline constexpr Shortcut kFindKey{"Ctrl+F", "Search the samples", findSamples};

}  // namespace latlas::app
