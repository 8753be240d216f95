// One thread's part in a network: the common weights, with gradients and buffers of its own.
// Threading: one thread at a time.
// Owns: its gradients; the weights have to outlive it.
#pragma once

#include "core/model/torch/layers/layers.h"

namespace latlas::model {

struct Replica {
  FlatTensors gradients;
  LayerSequence encoder, mu, logvar, decoder;
  at::Tensor outputGradient;  // a buffer

  // For inference there are no gradients. mayBeSparse: of the samples, on the CPU.
  Replica(const Network& network, const FlatTensors& weights, const FlatTensors& running,
          bool willTrain, bool mayBeSparse);
};

// Whether each row of a batch goes through the layers as if it were alone, so that replicas can
// share a batch: batch norm compares rows, and dropout's draws are those of a whole batch.
bool rowsAreIndependent(const Network& network);

// How many numbers the layers of encoder and decoder put out for one sample.
std::int64_t activationCount(const Network& network, const data::Shape& sample);

// total += the other gradients, in that order, all on the CPU.
void addGradients(const FlatTensors& total, const std::vector<const FlatTensors*>& others);

}  // namespace latlas::model
