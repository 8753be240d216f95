// Brings pictures of any size to one size.
// Threading: any thread.
#pragma once

#include "core/data/images.h"

namespace latlas::data {

// The middle square of the one image, resized to size x size with a triangle filter that widens
// with the reduction: bilinear when enlarging, free of aliasing when reducing (as Pillow's
// BILINEAR and torchvision's antialias). An image that has the size is returned as it is.
// Values are mixed as stored, not in linear light, as every tool that datasets come from does.
Images toSquare(const Images& image, int size);

}  // namespace latlas::data
