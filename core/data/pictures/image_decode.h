// One image file to pixels, by stb_image.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/images.h"
#include "core/data/open_options.h"

namespace latlas::data {

// 0 to 255: what shows behind transparent parts and beside padded pictures.
std::uint8_t greyOf(Background background);

// A whole file to 1 (grey) or 3 (RGB) interleaved channels; grey is 0.299 R + 0.587 G + 0.114 B
// (ITU-R BT.601), 16 bits become 8, an animation is its first frame, and a photograph is turned as
// its Exif data say. Throws Error (without the path) when it is damaged, too large (see
// kMostImagePixels) or of another kind.
Images decodeImage(std::span<const std::uint8_t> file, int channels,
                   Background background = Background::white);

// As decodeImage, without the search for damage; a JPEG must have passed it (see jpeg_check.h).
Images decodePixels(std::span<const std::uint8_t> file, int channels,
                    Background background = Background::white);

}  // namespace latlas::data
