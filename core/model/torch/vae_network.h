// The network of an autoencoder with its tensors: encoder, posterior, sampling, decoder.
// Threading: one thread at a time.
// Owns: weights, gradients and running averages, on one device.
#pragma once

#include <optional>

#include "core/model/torch/latent_batch.h"
#include "core/model/torch/layers.h"

namespace latlas::model {

// One pass through encoder, sampling and decoder.
struct Pass {
  at::Tensor targets;                 // [n, ...]
  std::optional<LatentBatch> latent;  // nothing for a plain autoencoder
  at::Tensor outputs;                 // [n * samples, ...], logits or means
};

// [n, latent] each; logvar is undefined for a plain autoencoder.
struct Encoded {
  at::Tensor mu, logvar;
};

class VaeNetwork {
 public:
  // For inference there are no gradients and no backward().
  VaeNetwork(const ModelSpec& spec, at::Device device, bool willTrain);

  // First weights by the seed; log_sigma begins at the configured sigma.
  void initialize(std::uint64_t seed);

  bool isVariational() const { return !logvar_.empty(); }

  Encoded encode(const at::Tensor& inputs, const ForwardMode& mode);
  // noise: [n, samples, latent]; ignored by a plain autoencoder. In training it also moves batch
  // norm's running averages.
  Pass forward(const at::Tensor& inputs, const at::Tensor& targets, const at::Tensor& noise,
               const ForwardMode& mode);
  // The running averages as they were before the newest training forward(), whose step is not taken.
  void takeBackAverages();
  at::Tensor decode(const at::Tensor& z, const ForwardMode& mode);
  // From d loss / d outputs and what the loss adds on the latent side (null for a plain
  // autoencoder) to the gradients of all tensors. May overwrite its arguments.
  void backward(const Pass& pass, const at::Tensor& outputGradient, LatentGradient* latent);

  // The likelihood's scale of now: the learned one, else `configured`.
  double sigma(double configured) const;
  void setLogSigmaGradient(double slope);

  const FlatTensors& weights() const { return weights_; }
  const FlatTensors& gradients() const { return gradients_; }

  Tensors copyOfWeights() const;
  // Throws Error (tensor, expected, found) before anything is changed.
  void assignWeights(const Tensors& weights);

 private:
  bool hasAverages() const { return !running_.specs().empty(); }

  ModelSpec spec_;
  Network network_;
  FlatTensors weights_, gradients_, running_;
  at::Tensor averagesBefore_;  // as flat as running_; undefined without batch norm
  LayerSequence encoder_, mu_, logvar_, decoder_;
};

}  // namespace latlas::model
