// What the decoder makes of latent points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data/images.h"
#include "core/model/model_spec.h"

namespace latlas::inference {

struct DecodedImages {
  std::uint64_t version = 0;  // of the order
  std::uint64_t run = 0;
  std::int64_t step = 0;      // of the weights
  std::vector<float> z;       // [n, latent]
  std::vector<float> values;  // of vectors: [n, D], standardized; empty for images
  data::Images images;        // of vectors: their charts
};

// Of samples [n, ...] as Reader::decode() gives them.
DecodedImages decodedImages(std::uint64_t version, const model::PublishedWeights& weights,
                            std::vector<float> z, std::vector<float> samples);

// How many latent points `z` is for these weights; 0 when it is no whole number of them, as just
// after the number of latent dimensions has changed.
std::size_t pointCount(const std::vector<float>& z, const model::PublishedWeights& weights);

// What goes beside the pictures: the numbers of vectors, nothing of images.
std::vector<float> valuesOf(std::vector<float> samples, const data::Shape& shape);

}  // namespace latlas::inference
