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

// Where a layer's tensors are; they have to outlive it.
struct LayerTensors {
  const FlatTensors& weights;
  const FlatTensors& gradients;
  const FlatTensors* running = nullptr;  // batch norm's averages; null: the layers have none
};

// Training draws dropout and follows the batch's own statistics, and needs a backward pass.
struct ForwardMode {
  bool isTraining = false;
  std::uint64_t drawSeed = 0;
  std::int64_t rowsASample = 1;  // in succession, for which dropout draws the same
};

class LayerOperation {
 public:
  virtual ~LayerOperation() = default;

  // Keeps what backward() needs. Input and output are valid until the next forward(); an
  // operation may overwrite the input that another one produced.
  virtual at::Tensor forward(const at::Tensor& input, const ForwardMode& mode) = 0;

  // Of the newest forward(): from d loss / d output to d loss / d input (undefined when it is not
  // wanted), and the gradients of the layer's own tensors. May overwrite `gradient`.
  virtual at::Tensor backward(const at::Tensor& gradient, bool wantInputGradient) = 0;
};

// A list of layers, one after another.
class LayerSequence {
 public:
  // Reads the weights and writes the gradients. firstDraw numbers its layers among the network's,
  // for their draws.
  LayerSequence(const std::vector<Layer>& layers, const LayerTensors& tensors,
                std::uint64_t firstDraw = 0);

  bool empty() const { return operations_.empty(); }
  bool isTrained() const { return firstTrained_ < operations_.size(); }

  at::Tensor forward(const at::Tensor& input, const ForwardMode& mode);
  at::Tensor backward(at::Tensor gradient, bool wantInputGradient);

 private:
  std::vector<std::unique_ptr<LayerOperation>> operations_;
  std::size_t firstTrained_ = 0;  // index of the first layer with tensors; the count: none
};

// `buffer`, made anew when it has not that shape; its values are whatever was there.
const at::Tensor& reuse(at::Tensor& buffer, at::IntArrayRef shape, const at::Tensor& like);

}  // namespace latlas::model
