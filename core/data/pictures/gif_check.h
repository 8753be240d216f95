// Walks a GIF file's blocks (GIF89a) before stb_image decodes its first frame: stb_image takes
// missing bytes for zeros and leaves the pixels that were never coded as they were.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latlas::data {

// What is wrong; empty when every block is whole, the first frame codes all of its pixels and the
// end mark is there.
std::string findGifFault(std::span<const std::uint8_t> file);

}  // namespace latlas::data
