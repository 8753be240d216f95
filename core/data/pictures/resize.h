// Brings pictures of any size to one size.
// Threading: any thread.
#pragma once

#include <cstdint>

#include "core/data/images.h"
#include "core/data/open_options.h"

namespace latlas::data {

// The one image as size x size: its middle square, the whole of it in the middle of a square of
// grey level `beside`, or the whole of it stretched. Resized with a triangle filter that widens
// with the reduction: bilinear when enlarging, free of aliasing when reducing (as Pillow's
// BILINEAR and torchvision's antialias). An image that has the size is returned as it is.
// Values are mixed as stored, not in linear light, as every tool that datasets come from does.
Images toSquare(const Images& image, int size, Fit fit = Fit::crop, std::uint8_t beside = 255);

}  // namespace latlas::data
