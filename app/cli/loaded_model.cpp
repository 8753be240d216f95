#include "app/cli/loaded_model.h"

#include <algorithm>

#include "app/cli/progress_line.h"
#include "core/model/torch/torch_model.h"

namespace latlas::cli {
namespace {

// Images a batch: enough for full speed, 12 MB of pixels at 3 x 64 x 64.
constexpr std::size_t kBatch = 256;

}  // namespace

LoadedModel::LoadedModel(const train::Checkpoint& checkpoint)
    : reader_(model::makeTorchReader({.spec = {checkpoint.config.model, checkpoint.shape},
                                      .seed = checkpoint.config.train.seed,
                                      .device = checkpoint.config.train.device})) {
  reader_->setWeights(checkpoint.weights);
}

data::Images LoadedModel::decode(std::span<const float> z) {
  const data::Shape shape = reader_->spec().shape;
  const auto imageSize = static_cast<std::size_t>(shape.size());
  const auto dims = static_cast<std::size_t>(latent());
  std::vector<float> pixels(z.size() / dims * imageSize);
  const std::span<float> all(pixels);
  for (std::size_t first = 0; first * dims < z.size(); first += kBatch) {
    const std::size_t count = std::min(kBatch, z.size() / dims - first);
    reader_->decode(z.subspan(first * dims, count * dims),
                    all.subspan(first * imageSize, count * imageSize));
  }
  return data::toImages(pixels, shape);
}

std::vector<float> LoadedModel::encode(const data::Dataset& dataset,
                                       std::span<const std::int64_t> rows) {
  const auto imageSize = static_cast<std::size_t>(dataset.info().shape.size());
  const auto dims = static_cast<std::size_t>(latent());
  std::vector<float> mu(rows.size() * dims), pixels;
  ProgressLine line("Encoding");
  for (std::size_t first = 0; first < rows.size(); first += kBatch) {
    const auto batch = rows.subspan(first, std::min(kBatch, rows.size() - first));
    pixels.resize(batch.size() * imageSize);
    dataset.read(batch, pixels);
    reader_->encode(pixels, std::span<float>(mu).subspan(first * dims, batch.size() * dims), {});
    if (line.isDue())
      line.show(static_cast<double>(first) / static_cast<double>(rows.size()),
                std::to_string(first) + " of " + std::to_string(rows.size()) + " images");
  }
  return mu;
}

}  // namespace latlas::cli
