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
#include "core/model/torch/layers/matrix_product.h"

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

struct BackwardMode {
  bool wantInputGradient = true;
  // Whether the layers' own gradients are added to those that are there: of a batch that goes
  // through in pieces, all but the first.
  Accumulate accumulate = Accumulate::no;
};

class LayerOperation {
 public:
  virtual ~LayerOperation() = default;

  // Keeps what backward() needs. Input and output are valid until the next forward(); an
  // operation may overwrite the input that another one produced.
  virtual at::Tensor forward(const at::Tensor& input, const ForwardMode& mode) = 0;

  // Of the newest forward(): from d loss / d output to d loss / d input (undefined when it is not
  // wanted), and the gradients of the layer's own tensors. May overwrite `gradient`.
  virtual at::Tensor backward(const at::Tensor& gradient, const BackwardMode& mode) = 0;
};

// What a list of layers is beside its layers.
struct SequenceOptions {
  std::uint64_t firstDraw = 0;  // its first layer's number among the network's, for their draws
  bool mayBeSparse = false;     // its input may be mostly 0, and is on the CPU
};

// A list of layers, one after another.
class LayerSequence {
 public:
  // Reads the weights and writes the gradients.
  LayerSequence(const std::vector<Layer>& layers, const LayerTensors& tensors,
                const SequenceOptions& options = {});

  bool empty() const { return operations_.empty(); }
  bool isTrained() const { return firstTrained_ < operations_.size(); }

  at::Tensor forward(const at::Tensor& input, const ForwardMode& mode);
  at::Tensor backward(at::Tensor gradient, const BackwardMode& mode);

 private:
  std::vector<std::unique_ptr<LayerOperation>> operations_;
  std::size_t firstTrained_ = 0;  // index of the first layer with tensors; the count: none
};

// sum (+)= value, a layer's gradient.
void put(const at::Tensor& sum, const at::Tensor& value, Accumulate accumulate);

// `buffer`, made anew when it has not that shape; its values are whatever was there.
const at::Tensor& reuse(at::Tensor& buffer, at::IntArrayRef shape, const at::Tensor& like);

}  // namespace latlas::model
