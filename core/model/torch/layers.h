// Runs a list of layers forward and backward. The backward pass is written out, layer by layer,
// rather than recorded by autograd: no graph to build, buffers that are used again at each step,
// and gradients that land where the optimizer reads them.
// Threading: one thread at a time.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <vector>

#include "core/model/network.h"
#include "core/model/torch/flat_tensors.h"

namespace latlas::model {

class LayerOperation {
 public:
  virtual ~LayerOperation() = default;

  // Keeps what backward() needs. Input and output are valid until the next forward(); an
  // operation may overwrite the input that another one produced.
  virtual at::Tensor forward(const at::Tensor& input) = 0;

  // Of the newest forward(): from d loss / d output to d loss / d input (undefined when it is not
  // wanted), and the gradients of the layer's own tensors. May overwrite `gradient`.
  virtual at::Tensor backward(const at::Tensor& gradient, bool wantInputGradient) = 0;
};

// A list of layers, one after another.
class LayerSequence {
 public:
  // Reads `weights` and writes `gradients`, which have to outlive it.
  LayerSequence(const std::vector<Layer>& layers, const FlatTensors& weights,
                const FlatTensors& gradients);

  bool empty() const { return operations_.empty(); }
  bool isTrained() const { return firstTrained_ < operations_.size(); }

  at::Tensor forward(const at::Tensor& input);
  at::Tensor backward(at::Tensor gradient, bool wantInputGradient);

 private:
  std::vector<std::unique_ptr<LayerOperation>> operations_;
  std::size_t firstTrained_ = 0;  // index of the first layer with tensors; the count: none
};

// `buffer`, made anew when it has not that shape; its values are whatever was there.
const at::Tensor& reuse(at::Tensor& buffer, at::IntArrayRef shape, const at::Tensor& like);

}  // namespace latlas::model
