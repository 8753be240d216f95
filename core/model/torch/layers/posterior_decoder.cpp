#include "core/model/torch/layers/posterior_decoder.h"

#include <algorithm>
#include <vector>

#include "core/model/torch/kernels/switched_units_kernel.h"
#include "core/model/torch/layers/layers.h"

namespace latlas::model {
namespace {

// The layers that compute; null where the decoder is of another form.
struct Parts {
  const Layer *hidden = nullptr, *activation = nullptr, *output = nullptr;
};

Parts partsOf(const Network& network) {
  std::vector<const Layer*> layers;
  for (const Layer& layer : network.decoder)
    if (layer.type != LayerType::reshape && layer.type != LayerType::flatten)
      layers.push_back(&layer);
  if (layers.size() != 3 || layers[0]->type != LayerType::linear ||
      layers[1]->type != LayerType::activation || layers[2]->type != LayerType::linear)
    return {};
  const Activation kind = layers[1]->activation;
  if (kind != Activation::relu && kind != Activation::leakyRelu) return {};
  return {layers[0], layers[1], layers[2]};
}

}  // namespace

bool PosteriorDecoder::suits(const Network& network) {
  const Parts parts = partsOf(network);
  return parts.hidden && parts.hidden->out > parts.hidden->in;
}

PosteriorDecoder::PosteriorDecoder(const Network& network, const FlatTensors& weights) {
  const Parts parts = partsOf(network);
  hiddenWeight_ = weights.view(parts.hidden->weight);
  hiddenBias_ = weights.view(parts.hidden->bias);
  weightOfUnits_ = weights.view(parts.output->weight).t().contiguous();
  outputBias_ = weights.view(parts.output->bias);
  slope_ = parts.activation->activation == Activation::relu
               ? 0.0f
               : static_cast<float>(parts.activation->slope);
}

void PosteriorDecoder::setMean(const at::Tensor& mean) {
  const at::Tensor activations = at::addmv(hiddenBias_, hiddenWeight_, mean.squeeze(0));
  slopes_ =
      at::where(activations > 0.0, at::ones_like(activations), at::full_like(activations, slope_));
  map_ = (hiddenWeight_ * slopes_.unsqueeze(1)).t().mm(weightOfUnits_);
  offset_ = at::addmv(outputBias_, weightOfUnits_.t(), hiddenBias_ * slopes_);
}

const at::Tensor& PosteriorDecoder::decode(const at::Tensor& z) {
  const std::int64_t count = z.size(0);
  const std::int64_t hidden = weightOfUnits_.size(0), width = weightOfUnits_.size(1);
  reuse(activations_, {count, hidden}, z);
  reuse(outputs_, {count, width}, z);
  // A piece of activations and outputs stays in a core's own cache until it is done with.
  constexpr std::int64_t piece = 96;
  for (std::int64_t begin = 0; begin < count; begin += piece) {
    const std::int64_t size = std::min(piece, count - begin);
    const at::Tensor part = z.narrow(0, begin, size);
    at::Tensor activations = activations_.narrow(0, begin, size);
    at::Tensor outputs = outputs_.narrow(0, begin, size);
    at::addmm_out(activations, hiddenBias_, part, hiddenWeight_.t());
    at::addmm_out(outputs, offset_, part, map_);
    addSwitchedUnits({activations.data_ptr<float>(), slopes_.data_ptr<float>(), slope_,
                      weightOfUnits_.data_ptr<float>(), size, hidden, width},
                     outputs.data_ptr<float>());
  }
  return outputs_;
}

}  // namespace latlas::model
