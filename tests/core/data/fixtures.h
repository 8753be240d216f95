// Small files of every format that core/data reads, made when a test asks.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/data/open.h"

namespace latlas::data::test {

using Bytes = std::vector<std::uint8_t>;

// An IDX file of unsigned bytes; `values` may be fewer or more than the sizes say.
Bytes idxFile(const std::vector<std::uint32_t>& sizes, const Bytes& values);
// 0, 1, 2, ... modulo 251, so that no row repeats the one before.
Bytes countingBytes(std::size_t count);
Bytes gzipped(std::span<const std::uint8_t> bytes);

// [height, width, channels] in one colour per channel, or as `value` says.
Bytes plainImage(int width, int height, const Bytes& colour);

Bytes pngFile(int width, int height, int channels, const Bytes& pixels);
Bytes jpegFile(int width, int height, int channels, const Bytes& pixels);
Bytes bmpFile(int width, int height, int channels, const Bytes& pixels);
Bytes tgaFile(int width, int height, int channels, const Bytes& pixels);  // run-length packed
// Palette indices below 128, row by row, and up to 128 colours (RGB); `transparent`: an index.
Bytes gifFile(int width, int height, const Bytes& indices, const Bytes& palette,
              int transparent = -1);

void put(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

DatasetPtr openAt(const std::filesystem::path& path, const OpenOptions& options = {});
DatasetPtr openSource(const std::string& source, const OpenOptions& options = {});

// All pixels of one row, as bytes.
Bytes rowBytes(const Dataset& dataset, std::int64_t row);

// What the Error that `action` throws says; a failure of the test when it throws none.
std::string errorOf(const std::function<void()>& action);

// Each of `parts` stands in `text`.
void expectSays(const std::string& text, const std::vector<std::string>& parts);

}  // namespace latlas::data::test
