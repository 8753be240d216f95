// The keys of the wing of traverse, as the keyboard, the menus and the tooltips read them.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/wing.h"

namespace latlas::app {

// A draw from the prior.
void randomLatent(AppState& state, Requests& requests);
void zeroLatent(AppState& state, Requests& requests);
void nextGridKind(AppState& state, Requests& requests);
void exportGrid(AppState& state, Requests& requests);

inline constexpr Shortcut kRandomKey{"R", "Go to a random latent point, drawn from the prior",
                                     randomLatent};
inline constexpr Shortcut kZeroKey{"0", "Go to the latent origin", zeroLatent};
inline constexpr Shortcut kNextGridKey{"G", "Next grid: samples, manifold, traversal",
                                       nextGridKind};
inline constexpr Shortcut kExportGridKey{"Ctrl+E", "Export the grid as PNG", exportGrid};

// Pixels a side of one exported image: the largest whole multiple of the image's longer side up to
// 128, so that each of its pixels becomes a square.
int exportCell(const data::Shape& shape);

}  // namespace latlas::app
