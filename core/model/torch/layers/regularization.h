// Layers that behave differently while training: batch normalization (Ioffe & Szegedy 2015) and
// dropout (Srivastava et al. 2014).
#pragma once

#include <memory>

#include "core/model/torch/layers/layers.h"

namespace latlas::model {

// Over the batch (and height and width). Training moves the running averages that others use.
std::unique_ptr<LayerOperation> makeBatchNorm(const Layer& layer, const LayerTensors& tensors);

// Inverted: what is kept is divided by the probability of keeping. `draw` tells its stream from
// those of other layers.
std::unique_ptr<LayerOperation> makeDropout(double probability, std::uint64_t draw);

}  // namespace latlas::model
