// The portable bitmap, greymap and pixmap formats of Netpbm (P1 to P6), by hand: stb_image neither
// scales values to their stated maximum nor reads 16-bit samples in their byte order, and takes
// what lies behind a truncated file.
// Threading: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/data/images.h"

namespace latlas::data {

struct PnmHeader {
  int variant = 0;  // 1 to 6
  int width = 0;
  int height = 0;
  int channels = 0;     // 1 or 3
  int greatest = 1;     // the value of white
  std::size_t end = 0;  // where the samples begin
  std::string fault;    // why it cannot be read; empty when it can
};

// From a file's first bytes; the fault is kPnmHeaderCut when more of them are needed.
PnmHeader readPnmHeader(std::span<const std::uint8_t> head);
inline constexpr const char* kPnmHeaderCut = "truncated: the header does not end";

// What is wrong with a whole file as far as its length says; empty when nothing is.
std::string findPnmFault(std::span<const std::uint8_t> file);

// Interleaved bytes, 1 or 3 channels. Throws Error (without the path) when the file is damaged.
// The caller has limited the size that its header says.
Images decodePnm(std::span<const std::uint8_t> file);

}  // namespace latlas::data
