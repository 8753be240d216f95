// How a dataset is read, as far as that is the user's choice. Every choice has a key, so that the
// command line, run.json and the list of recent data write it alike.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace latlas::data {

enum class Colour { asStored, grey, rgb };
// How an image that is not square becomes one: its middle square, the whole of it on the
// background, or the whole of it stretched.
enum class Fit { crop, pad, stretch };
enum class Background { white, black, grey };  // behind transparent parts and padded images
// What rows of numbers are: judged by their content, or as told.
enum class Meaning { byContent, images, vectors };
// Of a dataset whose makers split it.
enum class Part { all, train, heldOut };

// Pixels a side that images may be resized to: what the models take.
inline constexpr int kLeastImageSide = 8, kMostImageSide = 256;

struct OpenOptions {
  // Image files: pixels a side, 8 to 256. 0: the shorter side of the most common image size, kept
  // within 8 to 64.
  int imageSize = 0;
  // Image files: grey when every image shows only grey, else RGB; or as told.
  Colour colour = Colour::asStored;
  Fit fit = Fit::crop;
  Background background = Background::white;
  Meaning meaning = Meaning::byContent;
  // Archives of arrays (NPZ, HDF5): the path of the samples; empty: the one that is known or alone.
  std::string array{};
  // The array or column with the labels; empty: found by its name; "none": no labels.
  std::string labels{};
  Part part = Part::all;
  std::int64_t subset = 0;  // at most so many rows, spread evenly; 0: all
  // A CSV or TSV with more columns; empty: sought beside the dataset.
  std::filesystem::path metadata{};

  // What the dataset may hold in memory; a larger one is read in place or through the cache.
  // 0: half a gigabyte, or a quarter of what the machine has free when that is less.
  std::uint64_t memoryLimit = 0;
  // Archives: how many bytes may come out of them in all, and how many for each byte read.
  std::uint64_t unpackLimit = std::uint64_t{64} << 30;
  double unpackRatio = 2000.0;  // deflate cannot pass 1032 and nests no deeper than a tar in a gzip

  bool operator==(const OpenOptions&) const = default;
};

// What decides the samples (not memoryLimit and the archive limits), by key: image_size, colour,
// fit, background, as, array, labels, part, subset, metadata. Keys at their defaults are left out.
std::map<std::string, std::string> toValues(const OpenOptions& options);

// Throws Error naming the key, what is allowed and, for an unknown key, the nearest known one.
void setOption(OpenOptions& options, std::string_view name, std::string_view value);

const std::vector<std::string>& openOptionKeys();

// "image_size=64 colour=grey"; empty: all as usual.
std::string toString(const OpenOptions& options);

}  // namespace latlas::data
