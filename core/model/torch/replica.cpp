#include "core/model/torch/replica.h"

#include <algorithm>

#include "core/model/torch/threads/chunks.h"

namespace latlas::model {

Replica::Replica(const Network& network, const FlatTensors& weights, const FlatTensors& running,
                 bool willTrain)
    : gradients(willTrain ? FlatTensors(weights.specs(), weights.flat().device())
                          : FlatTensors::withoutMemory(weights.specs())),
      encoder(network.encoder, {weights, gradients, &running}),
      mu(network.mu, {weights, gradients}),
      logvar(network.logvar, {weights, gradients}),
      decoder(network.decoder, {weights, gradients, &running}, network.encoder.size()) {}

bool rowsAreIndependent(const Network& network) {
  const auto compares = [](const Layer& layer) {
    return layer.type == LayerType::batchNorm || layer.type == LayerType::dropout;
  };
  return std::ranges::none_of(network.encoder, compares) &&
         std::ranges::none_of(network.decoder, compares);
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
