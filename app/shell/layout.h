// Where the window's regions lie: arithmetic over what the user chose and the room there is.
#pragma once

#include "app/session/preferences.h"

namespace latlas::app {

// Pixels at 100 %: a folded panel beside others keeps room for its heading.
inline constexpr float kFoldedWidth = 130.0f;

// In pixels. The left column is as high as the window between the bars; the losses lie under the
// map and the traverse panel, so that at 1280 x 800 three panels still fit into the left column.
struct WindowLayout {
  float left = 0.0f, centre = 0.0f, right = 0.0f;  // widths
  float top = 0.0f, bottom = 0.0f;                 // heights right of the left column
  // What the splitters may choose between, in pixels.
  float leastLeft = 0.0f, mostLeft = 0.0f;
  float leastRight = 0.0f, mostRight = 0.0f;
  float leastBottom = 0.0f, mostBottom = 0.0f;
};

// `width` x `height`: the room in pixels without the outer margin; `gap` lies between regions.
// `scale`: pixels for one of the preferences' units; `folded`: a folded panel's height, in pixels.
// `keepsBottom`: a panel at the bottom is unfolded, whichever it is.
WindowLayout layOutWindow(const Preferences& preferences, float width, float height, float scale,
                          float gap, float folded, bool keepsBottom = false);

}  // namespace latlas::app
