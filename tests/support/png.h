// Pictures that the program wrote, read back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace latlas::test {

struct Png {
  int width = 0, height = 0, channels = 0;
  std::vector<std::uint8_t> pixels;  // [height, width, channels]
};

// Throws Error or std::runtime_error when it cannot be read.
Png readPng(const std::filesystem::path& path);

}  // namespace latlas::test
