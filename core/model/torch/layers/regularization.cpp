#include "core/model/torch/layers/regularization.h"

#include <tuple>
#include <vector>

#include "core/base/error.h"
#include "core/model/torch/draws.h"

namespace latlas::model {
namespace {

class BatchNorm : public LayerOperation {
 public:
  BatchNorm(const Layer& layer, const LayerTensors& tensors)
      : weight_(tensors.weights.view(layer.weight)),
        bias_(tensors.weights.view(layer.bias)),
        weightGradient_(tensors.gradients.view(layer.weight)),
        biasGradient_(tensors.gradients.view(layer.bias)),
        runningMean_(tensors.running->view(layer.runningMean)),
        runningVar_(tensors.running->view(layer.runningVar)) {}

  at::Tensor forward(const at::Tensor& input, const ForwardMode& mode) override {
    input_ = input;
    // Statistics of one value would divide by nothing: such a batch is seen as in inference.
    isTraining_ = mode.isTraining && input.numel() > input.size(1);
    at::Tensor output;
    std::tie(output, mean_, inverseDeviation_) = at::native_batch_norm(
        input, weight_, bias_, runningMean_, runningVar_, isTraining_, kNormMomentum, kNormEpsilon);
    return output;
  }

  at::Tensor backward(const at::Tensor& gradient, const BackwardMode& mode) override {
    const auto [inputGradient, weightGradient, biasGradient] =
        at::native_batch_norm_backward(gradient.contiguous(), input_, weight_, runningMean_,
                                       runningVar_, mean_, inverseDeviation_, isTraining_,
                                       kNormEpsilon, {mode.wantInputGradient, true, true});
    put(weightGradient_, weightGradient, mode.accumulate);
    put(biasGradient_, biasGradient, mode.accumulate);
    return inputGradient;
  }

 private:
  at::Tensor weight_, bias_, weightGradient_, biasGradient_, runningMean_, runningVar_;
  at::Tensor input_, mean_, inverseDeviation_;
  bool isTraining_ = false;
};

class Dropout : public LayerOperation {
 public:
  Dropout(double probability, std::uint64_t draw) : probability_(probability), draw_(draw) {}

  at::Tensor forward(const at::Tensor& input, const ForwardMode& mode) override {
    if (!mode.isTraining) {
      mask_.reset();
      return input;
    }
    std::vector<std::int64_t> shape = input.sizes().vec();
    shape[0] /= mode.rowsASample;
    mask_ = dropoutMask(shape, probability_, mode.drawSeed, draw_, input.device());
    if (mode.rowsASample > 1) mask_ = mask_.repeat_interleave(mode.rowsASample, 0);
    // Not in place: the activation before it may need its own output.
    return input * mask_;
  }
  at::Tensor backward(const at::Tensor& gradient, const BackwardMode&) override {
    return mask_.defined() ? gradient * mask_ : gradient;
  }

 private:
  double probability_;
  std::uint64_t draw_;
  at::Tensor mask_;
};

}  // namespace

std::unique_ptr<LayerOperation> makeBatchNorm(const Layer& layer, const LayerTensors& tensors) {
  if (!tensors.running) throw Error("batch norm needs tensors for its running averages");
  return std::make_unique<BatchNorm>(layer, tensors);
}

std::unique_ptr<LayerOperation> makeDropout(double probability, std::uint64_t draw) {
  return std::make_unique<Dropout>(probability, draw);
}

}  // namespace latlas::model
