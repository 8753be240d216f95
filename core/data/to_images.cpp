#include "core/data/images.h"
#include "core/data/vector_charts.h"

namespace latlas::data {

Images toImages(std::span<const float> planar, Shape shape) {
  if (shape.kind == Kind::vectors) return vectorCharts(planar, shape);
  const auto imageSize = static_cast<std::size_t>(shape.size());
  const std::size_t plane = static_cast<std::size_t>(shape.height) * shape.width;
  Images images{shape, static_cast<std::int64_t>(planar.size() / imageSize), {}};
  images.pixels.resize(static_cast<std::size_t>(images.count) * imageSize);
  const auto channels = static_cast<std::size_t>(shape.channels);
  for (std::size_t n = 0; n < static_cast<std::size_t>(images.count); ++n)
    for (std::size_t c = 0; c < channels; ++c)
      for (std::size_t i = 0; i < plane; ++i) {
        const float value = planar[n * imageSize + c * plane + i];
        // The comparisons are false for NaN.
        const float clamped = value > 0.0f ? (value < 1.0f ? value : 1.0f) : 0.0f;
        images.pixels[n * imageSize + i * channels + c] =
            static_cast<std::uint8_t>(clamped * 255.0f + 0.5f);
      }
  return images;
}

}  // namespace latlas::data
