// A grid of decoded samples as a PNG file.
// Threading: on a job; the model is its own.
#pragma once

#include <filesystem>
#include <vector>

#include "core/model/reader.h"
#include "core/train/snapshot.h"

namespace latlas::app {

struct GridExport {
  std::filesystem::path path;
  std::vector<float> z;  // [n, latent]
  int columns = 8;
  int cell = 0;  // pixels a side of one image; 0: as it is
};

// Throws Error when there is nothing to decode or the file cannot be written.
void writeGrid(const model::ReaderFactory& makeReader, const model::PublishedWeights& weights,
               const GridExport& what);

}  // namespace latlas::app
