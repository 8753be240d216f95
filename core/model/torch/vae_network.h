// The network of an autoencoder with its tensors: encoder, posterior, sampling, decoder. Several
// threads share a batch's rows, each with a replica of the layers: they meet four times a step,
// where threads that share each matrix product would meet twenty times.
// Threading: one thread at a time; the others are Torch's.
// Owns: weights, gradients and running averages, on one device.
#pragma once

#include <optional>
#include <vector>

#include "core/model/torch/latent_batch.h"
#include "core/model/torch/replica.h"

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
  // For inference there are no gradients and no backward(). With more replicas than one the layers
  // have to take each row alone; see rowsAreIndependent().
  VaeNetwork(const ModelSpec& spec, at::Device device, bool willTrain, int replicas = 1);

  // First weights by the seed; log_sigma begins at the configured sigma.
  void initialize(std::uint64_t seed);

  int replicas() const { return static_cast<int>(replicas_.size()); }
  bool isVariational() const { return !network_.logvar.empty(); }

  Encoded encode(const at::Tensor& inputs, const ForwardMode& mode);
  // noise: [n, samples, latent]; ignored by a plain autoencoder.
  Pass forward(const at::Tensor& inputs, const at::Tensor& targets, const at::Tensor& noise,
               const ForwardMode& mode);
  at::Tensor decode(const at::Tensor& z, const ForwardMode& mode);
  // From d loss / d outputs and what the loss adds on the latent side (null for a plain
  // autoencoder) to the gradients of all tensors. May overwrite its arguments.
  void backward(const Pass& pass, const at::Tensor& outputGradient, LatentGradient* latent);

  // The likelihood's scale of now: the learned one, else `configured`.
  double sigma(double configured) const;
  void setLogSigmaGradient(double slope);

  const FlatTensors& weights() const { return weights_; }
  const FlatTensors& gradients() const { return replicas_.front().gradients; }

  Tensors copyOfWeights() const;
  // Throws Error (tensor, expected, found) before anything is changed.
  void assignWeights(const Tensors& weights);

 private:
  // z: those of `count` samples, as many rows for each.
  at::Tensor decode(const at::Tensor& z, std::int64_t count, const ForwardMode& mode);
  // How many replicas share `count` rows.
  std::int64_t shareCount(std::int64_t count) const;
  // Calls work(replica, first row, rows) for each one's share of `count` rows, at the same time.
  template <class Work>
  void share(std::int64_t count, Work work);

  ModelSpec spec_;
  Network network_;
  FlatTensors weights_, running_;
  std::vector<Replica> replicas_;  // the first one's gradients become the sums
  at::Tensor outputs_;             // of several replicas, side by side
};

}  // namespace latlas::model
