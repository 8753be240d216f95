// Which way up a photograph is: cameras store the picture as their sensor lies and say in the
// file's Exif data (JEITA CP-3451, tag 0x0112) how it was held.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/images.h"

namespace latlas::data {

// 1 to 8; 1, as it should be shown, when a JPEG file says nothing that can be understood.
int jpegOrientation(std::span<const std::uint8_t> file);

// The one image as it should be shown.
Images upright(Images image, int orientation);

}  // namespace latlas::data
