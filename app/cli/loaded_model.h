// A run's network, ready to decode and encode on the calling thread, a batch at a time.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/model/reader.h"
#include "core/train/snapshot.h"

namespace latlas::cli {

class LoadedModel {
 public:
  explicit LoadedModel(const train::Checkpoint& checkpoint);

  int latent() const { return reader_->spec().config.latent; }

  // z: [n, latent] -> n images.
  data::Images decode(std::span<const float> z);
  // Posterior means of these rows, [rows, latent].
  std::vector<float> encode(const data::Dataset& dataset, std::span<const std::int64_t> rows);

 private:
  std::unique_ptr<model::Reader> reader_;
};

}  // namespace latlas::cli
