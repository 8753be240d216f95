#include "core/model/torch/layers/linear.h"

#include <array>

#include "core/model/torch/kernels/sparse_kernel.h"

namespace latlas::model {
namespace {

constexpr std::array<std::int64_t, 1> kOverRows{0};

class Linear : public LayerOperation {
 public:
  Linear(const Layer& layer, const LayerTensors& tensors)
      : weight_(tensors.weights.view(layer.weight)),
        bias_(tensors.weights.view(layer.bias)),
        weightGradient_(tensors.gradients.view(layer.weight)),
        biasGradient_(tensors.gradients.view(layer.bias)) {}

  at::Tensor forward(const at::Tensor& input, const ForwardMode&) override {
    input_ = input;
    makeOutput().copy_(bias_.expand_as(output_));
    multiply(output_, input, weight_.t(), Accumulate::yes);
    return output_;
  }

  at::Tensor backward(const at::Tensor& gradient, const BackwardMode& mode) override {
    multiply(weightGradient_, gradient.t(), input_, mode.accumulate);
    learnBias(gradient, mode);
    return inputGradient(gradient, mode);
  }

 protected:
  const at::Tensor& makeOutput() {
    return reuse(output_, {input_.size(0), weight_.size(0)}, input_);
  }
  void learnBias(const at::Tensor& gradient, const BackwardMode& mode) {
    if (mode.accumulate == Accumulate::yes)
      biasGradient_.add_(gradient.sum(at::IntArrayRef(kOverRows)));
    else
      at::sum_out(biasGradient_, gradient, at::IntArrayRef(kOverRows));
  }
  at::Tensor inputGradient(const at::Tensor& gradient, const BackwardMode& mode) {
    if (!mode.wantInputGradient) return {};
    multiply(reuse(inputGradient_, input_.sizes(), input_), gradient, weight_);
    return inputGradient_;
  }

  at::Tensor weight_, bias_, weightGradient_, biasGradient_;
  at::Tensor input_, output_, inputGradient_;
};

// At a quarter both products together take 0.6 of the time of dense ones (784 to 400, AVX2), at 0.4
// as much; where OpenBLAS uses AVX-512, dense ones take half of theirs.
constexpr double kMostFilled = 0.25;

class SparseLinear : public Linear {
 public:
  using Linear::Linear;

  at::Tensor forward(const at::Tensor& input, const ForwardMode& mode) override {
    isSparse_ = mode.isTraining && input.is_contiguous() && weight_.size(0) % kSparseOutputs == 0 &&
                compress(input.data_ptr<float>(), input.size(0), input.size(1), kMostFilled, rows_);
    if (!isSparse_) return Linear::forward(input, mode);
    input_ = input;
    sparseForward({rows_, weight_.data_ptr<float>(), bias_.data_ptr<float>(), weight_.size(0)},
                  workspace_, makeOutput().data_ptr<float>());
    return output_;
  }

  at::Tensor backward(const at::Tensor& gradient, const BackwardMode& mode) override {
    if (!isSparse_ || !gradient.is_contiguous() || mode.accumulate == Accumulate::yes)
      return Linear::backward(gradient, mode);
    transpose(rows_, columns_);
    sparseWeightGradient({columns_, gradient.data_ptr<float>(), weight_.size(0)}, workspace_,
                         weightGradient_.data_ptr<float>());
    learnBias(gradient, mode);
    return inputGradient(gradient, mode);
  }

 private:
  bool isSparse_ = false;  // the newest batch
  SparseMatrix rows_, columns_;
  SparseWorkspace workspace_;
};

}  // namespace

std::unique_ptr<LayerOperation> makeLinear(const Layer& layer, const LayerTensors& tensors) {
  return std::make_unique<Linear>(layer, tensors);
}

std::unique_ptr<LayerOperation> makeSparseLinear(const Layer& layer, const LayerTensors& tensors) {
  return std::make_unique<SparseLinear>(layer, tensors);
}

}  // namespace latlas::model
