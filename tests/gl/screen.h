// What the X server shows, for whoever does not trust what a window says it has drawn.
#pragma once

#include <cstdint>
#include <vector>

namespace latlas::test {

// The screen's upper left corner, RGB, the first row first; empty when there is no display.
std::vector<std::uint8_t> screenPixels(int width, int height);

}  // namespace latlas::test
