// Walks a JPEG file's segments (ITU-T T.81, annex B) before stb_image decodes it. stb_image trusts
// more than it may: a scan that names a Huffman table which no segment defined makes it read
// memory at random, and one table of more than 256 codes makes it write past the table.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latlas::data {

// What is wrong; empty when every segment is whole, every table that a scan uses is defined, every
// component is drawn and the end marker is there.
std::string findJpegFault(std::span<const std::uint8_t> file);

}  // namespace latlas::data
