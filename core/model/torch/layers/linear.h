// Dense layers as layer operations: y = x W^T + b on rows.
#pragma once

#include <memory>

#include "core/model/torch/layers/layers.h"

namespace latlas::model {

std::unique_ptr<LayerOperation> makeLinear(const Layer& layer, const LayerTensors& tensors);

// Of samples, on the CPU: while training, products with a batch that is mostly 0 skip the zeros.
// Which way a batch goes depends on its numbers alone.
std::unique_ptr<LayerOperation> makeSparseLinear(const Layer& layer, const LayerTensors& tensors);

}  // namespace latlas::model
