#include "core/model/torch/layers/convolution.h"

#include <array>
#include <tuple>

namespace latlas::model {
namespace {

constexpr std::array<std::int64_t, 2> kNoDilation{1, 1}, kNoOutputPadding{0, 0};
constexpr std::array<std::int64_t, 3> kAllButChannels{0, 2, 3};
constexpr std::int64_t kOneGroup = 1;

// oneDNN pads an image's channels to 16; for grey and colour images the loop is faster.
constexpr std::int64_t kFewChannels = 4;

// What a convolution and its transpose have in common.
class ConvolutionBase : public LayerOperation {
 public:
  ConvolutionBase(const Layer& layer, const LayerTensors& tensors)
      : stride_{layer.stride, layer.stride},
        padding_{layer.padding, layer.padding},
        weight_(tensors.weights.view(layer.weight)),
        bias_(tensors.weights.view(layer.bias)),
        weightGradient_(tensors.gradients.view(layer.weight)),
        biasGradient_(tensors.gradients.view(layer.bias)) {}

 protected:
  std::array<std::int64_t, 2> stride_, padding_;
  at::Tensor weight_, bias_, weightGradient_, biasGradient_;
  at::Tensor input_;
};

class Convolution : public ConvolutionBase {
 public:
  using ConvolutionBase::ConvolutionBase;

  at::Tensor forward(const at::Tensor& input, const ForwardMode&) override {
    input_ = input;
    return at::convolution(input, weight_, bias_, stride_, padding_, kNoDilation, false,
                           kNoOutputPadding, kOneGroup);
  }

  at::Tensor backward(const at::Tensor& gradient, const BackwardMode& mode) override {
    const auto [inputGradient, weightGradient, biasGradient] =
        at::convolution_backward(gradient, input_, weight_, bias_.sizes(), stride_, padding_,
                                 kNoDilation, false, kNoOutputPadding, kOneGroup,
                                 {mode.wantInputGradient, true, true});
    put(weightGradient_, weightGradient, mode.accumulate);
    put(biasGradient_, biasGradient, mode.accumulate);
    return inputGradient;
  }
};

// Computed as what it is, the adjoint of a convolution with the same weight: forward is that
// convolution's backward pass and the other way round. LibTorch 1.13 hands convolutions to oneDNN
// but transposed ones to a loop of its own, 3 to 6 times slower.
class TransposedConvolution : public ConvolutionBase {
 public:
  TransposedConvolution(const Layer& layer, const LayerTensors& tensors)
      : ConvolutionBase(layer, tensors),
        outputPadding_{layer.outputPadding[0], layer.outputPadding[1]} {}

  at::Tensor forward(const at::Tensor& input, const ForwardMode&) override {
    input_ = input;
    if (weight_.size(1) <= kFewChannels)
      return at::convolution(input, weight_, bias_, stride_, padding_, kNoDilation, true,
                             outputPadding_, kOneGroup);
    // Only its shape is used.
    const at::Tensor& output =
        reuse(shapeOnly_,
              {input.size(0), weight_.size(1), outputSide(input, 0), outputSide(input, 1)}, input);
    return std::get<0>(adjoint(input, output, {true, false, false}))
        .add_(bias_.view({1, -1, 1, 1}));
  }

  at::Tensor backward(const at::Tensor& gradient, const BackwardMode& mode) override {
    put(weightGradient_, std::get<1>(adjoint(input_, gradient, {false, true, false})),
        mode.accumulate);
    put(biasGradient_, gradient.sum(at::IntArrayRef(kAllButChannels)), mode.accumulate);
    if (!mode.wantInputGradient) return {};
    return at::convolution(gradient, weight_, {}, stride_, padding_, kNoDilation, false,
                           kNoOutputPadding, kOneGroup);
  }

 private:
  std::int64_t outputSide(const at::Tensor& input, std::size_t side) const {
    const auto dimension = static_cast<std::int64_t>(side) + 2;
    return (input.size(dimension) - 1) * stride_[side] - 2 * padding_[side] +
           weight_.size(dimension) + outputPadding_[side];
  }

  using Gradients = std::tuple<at::Tensor, at::Tensor, at::Tensor>;

  // The gradients of the convolution from `image` to `convolved` for those `wanted`: of its input,
  // its weight, its bias.
  Gradients adjoint(const at::Tensor& convolved, const at::Tensor& image,
                    std::array<bool, 3> wanted) const {
    return at::convolution_backward(convolved, image, weight_, at::OptionalIntArrayRef(), stride_,
                                    padding_, kNoDilation, false, kNoOutputPadding, kOneGroup,
                                    wanted);
  }

  std::array<std::int64_t, 2> outputPadding_;
  at::Tensor shapeOnly_;
};

}  // namespace

std::unique_ptr<LayerOperation> makeConvolution(const Layer& layer, const LayerTensors& tensors) {
  return std::make_unique<Convolution>(layer, tensors);
}

std::unique_ptr<LayerOperation> makeTransposedConvolution(const Layer& layer,
                                                          const LayerTensors& tensors) {
  return std::make_unique<TransposedConvolution>(layer, tensors);
}

}  // namespace latlas::model
