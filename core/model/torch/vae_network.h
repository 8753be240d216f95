// The network of an autoencoder with its tensors: encoder, posterior, sampling, decoder. Several
// threads share a batch's rows, each with a replica of the layers: they meet six times a step,
// where threads that share each matrix product would meet twenty times.
// Where the activations of a thread's rows would take much memory, its rows go through in pieces,
// one after another, and the encoder forward once more before it goes back.
// Threading: one thread at a time; the others are Torch's.
// Owns: weights, gradients and running averages, on one device.
#pragma once

#include <functional>
#include <vector>

#include "core/model/torch/objective/latent_batch.h"
#include "core/model/torch/replica.h"

namespace latlas::model {

// [n, latent] each; logvar is undefined for a deterministic encoder.
struct Encoded {
  at::Tensor mu, logvar;
};

// A batch on its way through the network.
struct Pass {
  at::Tensor targets;  // [n, ...]
  at::Tensor inputs;   // [n, ...], what was encoded
  LatentBatch latent;

  std::int64_t count() const { return targets.size(0); }
  // What is decoded: [n * points, latent].
  at::Tensor z() const { return latent.z.flatten(0, 1); }
};

// What the outputs of the samples from `first` on cost: overwrites `gradient` with the derivative.
// Called by several threads at once, each for samples of its own.
using OutputLoss =
    std::function<void(std::int64_t first, const at::Tensor& outputs, const at::Tensor& gradient)>;

class VaeNetwork {
 public:
  // For inference there are no gradients and no backward(). With more replicas than one the layers
  // have to take each row alone; see rowsAreIndependent().
  // mayBeSparse: whether products with samples that are mostly 0 may skip the zeros.
  VaeNetwork(const ModelSpec& spec, at::Device device, bool willTrain, int replicas = 1,
             bool mayBeSparse = false);

  // First weights by the seed; log_sigma begins at the configured sigma.
  void initialize(std::uint64_t seed);

  int replicas() const { return static_cast<int>(replicas_.size()); }
  bool isVariational() const { return !network_.logvar.empty(); }

  Encoded encode(const at::Tensor& inputs, const ForwardMode& mode);
  // z: [rows, latent], or for a batch of `count` samples as many rows for each. Outputs: logits or
  // means, [rows, ...], valid until the next call.
  at::Tensor decode(const at::Tensor& z, const ForwardMode& mode) {
    return decode(z, z.size(0), mode);
  }
  at::Tensor decode(const at::Tensor& z, std::int64_t count, const ForwardMode& mode);

  // Encodes and samples. noise: [n, draws, latent]; of a deterministic encoder it may be undefined,
  // see LatentBatch. In training it and learnOutputs() move batch norm's running averages.
  Pass begin(const at::Tensor& inputs, const at::Tensor& targets, const at::Tensor& noise,
             const ForwardMode& mode);
  // Decodes and goes back again: leaves the decoder's gradients and adds the loss's derivative by z
  // to `ofZ` [n, points, latent].
  void learnOutputs(const Pass& pass, const OutputLoss& loss, const at::Tensor& ofZ,
                    const ForwardMode& mode);
  // The running averages as they were before the newest training begin(), whose step is not taken.
  void takeBackAverages();
  // From everything that the loss does to the latent side to the gradients of all tensors. May
  // overwrite its arguments.
  void learnPosterior(const Pass& pass, LatentGradient& gradient, const ForwardMode& mode);

  // Calls work(replica, first row, rows) for each replica's share of `count` rows, at the same time.
  using ShareWork = std::function<void(Replica&, std::int64_t begin, std::int64_t size)>;
  void share(std::int64_t count, const ShareWork& work);

  // The likelihood's scale of now: the learned one, else `configured`.
  double sigma(double configured) const;
  void setLogSigmaGradient(double slope);

  const Network& layers() const { return network_; }
  const FlatTensors& weights() const { return weights_; }
  const FlatTensors& gradients() const { return replicas_.front().gradients; }
  // Between learnOutputs() and learnPosterior() something may be added to their gradients.
  const std::vector<TrainedTensor>& decoderTensors() const { return decoderTensors_; }

  Tensors copyOfWeights() const;
  // Throws Error (tensor, expected, found) before anything is changed.
  void assignWeights(const Tensors& weights);

 private:
  bool hasAverages() const { return !running_.specs().empty(); }
  // How many replicas share `count` rows.
  std::int64_t shareCount(std::int64_t count) const;
  // What of the rows [begin, begin + size) that one replica shares, each with `samples` rows of the
  // decoder's, goes through its layers at a time.
  struct Piece {
    std::int64_t begin, size;
    Accumulate accumulate;  // of gradients: all but the first one's are added
  };
  std::vector<Piece> piecesOf(std::int64_t begin, std::int64_t size,
                              std::int64_t samples = 1) const;

  ModelSpec spec_;
  Network network_;
  FlatTensors weights_, running_;
  std::int64_t mostRows_;          // of a piece
  at::Tensor averagesBefore_;      // as flat as running_; undefined without batch norm
  std::vector<Replica> replicas_;  // the first one's gradients become the sums
  std::vector<TrainedTensor> decoderTensors_;
  at::Tensor outputs_;  // of several replicas, side by side
};

}  // namespace latlas::model
