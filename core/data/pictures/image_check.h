// Finds damaged image files. stb_image fills what is missing from a truncated JPEG, BMP or TGA
// with grey or black and verifies no PNG checksum; trained on, such images would be noise that
// nobody sees.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/data/pictures/image_kind.h"

namespace latlas::data {

// What is wrong with a whole file of this kind, as in "truncated: 300 of 512 bytes of pixels";
// empty when nothing is.
std::string findImageFault(std::span<const std::uint8_t> file, ImageKind kind);

}  // namespace latlas::data
