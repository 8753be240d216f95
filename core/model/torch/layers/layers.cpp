#include "core/model/torch/layers/layers.h"

#include "core/model/torch/layers/convolution.h"
#include "core/model/torch/layers/linear.h"
#include "core/model/torch/layers/regularization.h"

namespace latlas::model {
namespace {

// Those whose derivative follows from their output work in place.
class ActivationOperation : public LayerOperation {
 public:
  ActivationOperation(Activation kind, double slope) : kind_(kind), slope_(slope) {}

  at::Tensor forward(const at::Tensor& input, const ForwardMode&) override {
    kept_ = input;
    at::Tensor inPlace = input;
    switch (kind_) {
      case Activation::relu: return inPlace.relu_();
      case Activation::leakyRelu: return at::leaky_relu_(inPlace, slope_);
      case Activation::tanh: return inPlace.tanh_();
      case Activation::silu: return at::silu(input);
      case Activation::gelu: return at::gelu(input);
      case Activation::glu: return at::glu(input, 1);
    }
    return inPlace;
  }

  at::Tensor backward(const at::Tensor& gradient, const BackwardMode&) override {
    at::Tensor inPlace = gradient;
    switch (kind_) {
      case Activation::relu: return at::threshold_backward_out(inPlace, gradient, kept_, 0);
      case Activation::leakyRelu:
        return at::leaky_relu_backward_out(inPlace, gradient, kept_, slope_, true);
      case Activation::tanh: return at::tanh_backward_out(inPlace, gradient, kept_);
      case Activation::silu: return at::silu_backward_out(inPlace, gradient, kept_);
      case Activation::gelu: return at::gelu_backward_out(inPlace, gradient, kept_);
      case Activation::glu: return at::glu_backward(gradient, kept_, 1);
    }
    return inPlace;
  }

 private:
  Activation kind_;
  double slope_;
  at::Tensor kept_;  // silu, gelu, glu: the input; else the output
};

class Sigmoid : public LayerOperation {
 public:
  at::Tensor forward(const at::Tensor& input, const ForwardMode&) override {
    kept_ = at::sigmoid(input);
    return kept_;
  }
  at::Tensor backward(const at::Tensor& gradient, const BackwardMode&) override {
    at::Tensor inPlace = gradient;
    return at::sigmoid_backward_out(inPlace, gradient, kept_);
  }

 private:
  at::Tensor kept_;
};

// Flatten and reshape: the same numbers seen as [n, shape...]; an empty shape flattens.
class Reshape : public LayerOperation {
 public:
  explicit Reshape(const std::vector<int>& shape) : shape_(shape.begin(), shape.end()) {
    shape_.insert(shape_.begin(), -1);
  }

  at::Tensor forward(const at::Tensor& input, const ForwardMode&) override {
    inputShape_ = input.sizes().vec();
    return shape_.size() == 1 ? input.flatten(1) : input.reshape(shape_);
  }
  at::Tensor backward(const at::Tensor& gradient, const BackwardMode&) override {
    return gradient.reshape(inputShape_);
  }

 private:
  std::vector<std::int64_t> shape_, inputShape_;
};

std::unique_ptr<LayerOperation> makeOperation(const Layer& layer, const LayerTensors& tensors,
                                              std::uint64_t draw, bool mayBeSparse) {
  switch (layer.type) {
    case LayerType::linear:
      return mayBeSparse ? makeSparseLinear(layer, tensors) : makeLinear(layer, tensors);
    case LayerType::conv2d: return makeConvolution(layer, tensors);
    case LayerType::convTranspose2d: return makeTransposedConvolution(layer, tensors);
    case LayerType::batchNorm: return makeBatchNorm(layer, tensors);
    case LayerType::dropout: return makeDropout(layer.dropout, draw);
    case LayerType::activation:
      return std::make_unique<ActivationOperation>(layer.activation, layer.slope);
    case LayerType::sigmoid: return std::make_unique<Sigmoid>();
    case LayerType::flatten: break;
    case LayerType::reshape: break;
  }
  return std::make_unique<Reshape>(layer.shape);
}

}  // namespace

LayerSequence::LayerSequence(const std::vector<Layer>& layers, const LayerTensors& tensors,
                             const SequenceOptions& options) {
  while (firstTrained_ < layers.size() && layers[firstTrained_].weight.empty()) ++firstTrained_;
  for (const Layer& layer : layers) {
    const std::size_t index = operations_.size();
    operations_.push_back(makeOperation(layer, tensors, options.firstDraw + index,
                                        options.mayBeSparse && index == firstTrained_));
  }
}

at::Tensor LayerSequence::forward(const at::Tensor& input, const ForwardMode& mode) {
  at::Tensor value = input;
  for (const auto& operation : operations_) value = operation->forward(value, mode);
  return value;
}

at::Tensor LayerSequence::backward(at::Tensor gradient, const BackwardMode& mode) {
  for (std::size_t i = operations_.size(); i > 0; --i) {
    const bool isFirstTrained = i - 1 <= firstTrained_;
    const bool wantFurther = mode.wantInputGradient || !isFirstTrained;
    gradient = operations_[i - 1]->backward(gradient, {wantFurther, mode.accumulate});
    if (!wantFurther) break;
  }
  return gradient;
}

void put(const at::Tensor& sum, const at::Tensor& value, Accumulate accumulate) {
  if (accumulate == Accumulate::yes)
    sum.add_(value);
  else
    sum.copy_(value);
}

const at::Tensor& reuse(at::Tensor& buffer, at::IntArrayRef shape, const at::Tensor& like) {
  if (!buffer.defined() || buffer.sizes() != shape) buffer = at::empty(shape, like.options());
  return buffer;
}

}  // namespace latlas::model
