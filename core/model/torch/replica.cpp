#include "core/model/torch/replica.h"

#include <algorithm>

#include "core/model/torch/threads/chunks.h"

namespace latlas::model {

Replica::Replica(const Network& network, const FlatTensors& weights, const FlatTensors& running,
                 bool willTrain, bool mayBeSparse)
    : gradients(willTrain ? FlatTensors(weights.specs(), weights.flat().device())
                          : FlatTensors::withoutMemory(weights.specs())),
      encoder(network.encoder, {weights, gradients, &running}, {.mayBeSparse = mayBeSparse}),
      mu(network.mu, {weights, gradients}),
      logvar(network.logvar, {weights, gradients}),
      decoder(network.decoder, {weights, gradients, &running},
              {.firstDraw = network.encoder.size()}) {}

bool rowsAreIndependent(const Network& network) {
  const auto compares = [](const Layer& layer) {
    return layer.type == LayerType::batchNorm || layer.type == LayerType::dropout;
  };
  return std::ranges::none_of(network.encoder, compares) &&
         std::ranges::none_of(network.decoder, compares);
}

std::int64_t activationCount(const Network& network, const data::Shape& sample) {
  std::int64_t height = sample.height, width = sample.width, size = sample.size(), total = 0;
  for (const auto* layers : {&network.encoder, &network.decoder})
    for (const Layer& layer : *layers) {
      switch (layer.type) {
        case LayerType::linear: size = layer.out; break;
        case LayerType::reshape:
          height = layer.shape[1];
          width = layer.shape[2];
          continue;
        case LayerType::flatten: continue;
        case LayerType::conv2d:
          height = (height + 2 * layer.padding - layer.kernel) / layer.stride + 1;
          width = (width + 2 * layer.padding - layer.kernel) / layer.stride + 1;
          size = layer.out * height * width;
          break;
        case LayerType::convTranspose2d:
          height = (height - 1) * layer.stride - 2 * layer.padding + layer.kernel +
                   layer.outputPadding[0];
          width = (width - 1) * layer.stride - 2 * layer.padding + layer.kernel +
                  layer.outputPadding[1];
          size = layer.out * height * width;
          break;
        case LayerType::activation:
          if (layer.activation == Activation::glu) size /= 2;
          break;
        case LayerType::batchNorm:
        case LayerType::sigmoid:
        case LayerType::dropout: break;
      }
      total += size;
    }
  return total;
}

void addGradients(const FlatTensors& total, const std::vector<const FlatTensors*>& others) {
  auto* sums = total.flat().data_ptr<float>();
  forChunks(total.flat().numel(), kChunkSize, [&](std::int64_t begin, std::int64_t end) {
    for (const FlatTensors* other : others) {
      const auto* terms = other->flat().data_ptr<float>();
      for (std::int64_t i = begin; i < end; ++i) sums[i] += terms[i];
    }
  });
}

}  // namespace latlas::model
