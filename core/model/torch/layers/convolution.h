// Convolutions and their transposes as layer operations.
#pragma once

#include <memory>

#include "core/model/torch/layers/layers.h"

namespace latlas::model {

std::unique_ptr<LayerOperation> makeConvolution(const Layer& layer, const LayerTensors& tensors);
std::unique_ptr<LayerOperation> makeTransposedConvolution(const Layer& layer,
                                                          const LayerTensors& tensors);

}  // namespace latlas::model
