// What a model is built from, and the weights of one moment with it.
#pragma once

#include <cstdint>

#include "core/data/images.h"
#include "core/model/config.h"
#include "core/model/tensor.h"

namespace latlas::model {

struct ModelSpec {
  ModelConfig config;
  data::Shape shape;

  bool operator==(const ModelSpec&) const = default;
};

// The weights of one moment, enough to rebuild the model that they belong to.
struct PublishedWeights {
  std::uint64_t run = 0;
  std::int64_t step = 0;
  ModelSpec spec;
  Tensors tensors;
};

}  // namespace latlas::model
