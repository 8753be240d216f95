#include "core/inference/decoded_images.h"

#include <utility>

namespace latlas::inference {

DecodedImages decodedImages(std::uint64_t version, const model::PublishedWeights& weights,
                            std::vector<float> z, std::vector<float> samples) {
  const data::Shape& shape = weights.spec.shape;
  data::Images images = data::toImages(samples, shape);
  return {version,
          weights.run,
          weights.step,
          std::move(z),
          valuesOf(std::move(samples), shape),
          std::move(images)};
}

std::size_t pointCount(const std::vector<float>& z, const model::PublishedWeights& weights) {
  const auto latent = static_cast<std::size_t>(weights.spec.config.latent);
  return z.size() % latent == 0 ? z.size() / latent : 0;
}

std::vector<float> valuesOf(std::vector<float> samples, const data::Shape& shape) {
  return shape.kind == data::Kind::vectors ? std::move(samples) : std::vector<float>{};
}

}  // namespace latlas::inference
