// One sample beside what the model makes of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/latest.h"
#include "core/data/dataset.h"
#include "core/inference/order.h"

namespace latlas::inference {

struct Reconstruction {
  std::uint64_t version = 0;  // of the order
  std::int64_t row = 0;
  std::int64_t step = 0;      // of the weights
  std::vector<float> mu;      // [latent]
  std::vector<float> values;  // of vectors: [2, D], as the pair; empty for images
  data::Images pair;          // the original, then its reconstruction
};

// Of one row of the dataset; nothing by weights of a model for samples of another shape.
Order reconstructionOrder(std::string name, std::uint64_t version, data::DatasetPtr dataset,
                          std::int64_t row, std::shared_ptr<Latest<Reconstruction>> answers);

}  // namespace latlas::inference
