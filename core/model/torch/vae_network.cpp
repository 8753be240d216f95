#include "core/model/torch/vae_network.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/model/torch/layers/initial_weights.h"
#include "core/model/torch/threads/shares.h"

namespace latlas::model {
namespace {

void append(Tensors& all, Tensors more) { std::ranges::move(more, std::back_inserter(all)); }

// Of one replica's activations: 128 images of 64x64 by 32 and 64 channels are still one piece.
constexpr std::int64_t kPieceBytes = std::int64_t{128} << 20;

// All, where rows need each other; a GPU is fastest with all of them.
std::int64_t rowsOfPiece(const Network& network, const data::Shape& sample, at::Device device) {
  if (!device.is_cpu() || !rowsAreIndependent(network))
    return std::numeric_limits<std::int64_t>::max();
  const std::int64_t bytes = activationCount(network, sample) * std::int64_t{sizeof(float)};
  return std::max<std::int64_t>(1, kPieceBytes / bytes);
}

}  // namespace

VaeNetwork::VaeNetwork(const ModelSpec& spec, at::Device device, bool willTrain, int replicas,
                       bool mayBeSparse)
    : spec_(spec),
      network_(buildNetwork(spec.config, spec.shape)),
      weights_(trainedTensors(network_), device),
      running_(runningTensors(network_), device),
      mostRows_(rowsOfPiece(network_, spec.shape, device)) {
  replicas_.reserve(static_cast<std::size_t>(replicas));
  for (int i = 0; i < replicas; ++i)
    replicas_.emplace_back(network_, weights_, running_, willTrain, mayBeSparse);
  for (const TensorSpec& tensor : trainedTensors(network_.decoder))
    decoderTensors_.push_back({weights_.view(tensor.name), gradients().view(tensor.name)});
}

std::int64_t VaeNetwork::shareCount(std::int64_t count) const {
  return std::min(count, static_cast<std::int64_t>(replicas_.size()));
}

std::vector<VaeNetwork::Piece> VaeNetwork::piecesOf(std::int64_t begin, std::int64_t size,
                                                    std::int64_t samples) const {
  const std::int64_t most = std::max<std::int64_t>(1, mostRows_ / samples);
  const std::int64_t count = size / most + (size % most != 0);  // most + size may overflow
  std::vector<Piece> pieces;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t first = size * i / count, end = size * (i + 1) / count;
    pieces.push_back({begin + first, end - first, i == 0 ? Accumulate::no : Accumulate::yes});
  }
  return pieces;
}

void VaeNetwork::share(std::int64_t count, const ShareWork& work) {
  shareRows(count, shareCount(count),
            [&](std::int64_t share, std::int64_t begin, std::int64_t size) {
              work(replicas_[static_cast<std::size_t>(share)], begin, size);
            });
}

void VaeNetwork::initialize(std::uint64_t seed) {
  std::vector<Layer> layers;
  for (const auto* part : {&network_.encoder, &network_.mu, &network_.logvar, &network_.decoder})
    layers.insert(layers.end(), part->begin(), part->end());
  Tensors all = initialWeights(layers, spec_.config.init, seed);
  if (!network_.logSigma.empty())
    all.push_back({network_.logSigma, {1}, {static_cast<float>(std::log(spec_.config.sigma))}});
  assignWeights(all);
}

Encoded VaeNetwork::encode(const at::Tensor& inputs, const ForwardMode& mode) {
  const std::int64_t count = inputs.size(0);
  Encoded encoded{at::empty({count, spec_.config.latent}, inputs.options()), {}};
  if (isVariational()) encoded.logvar = at::empty_like(encoded.mu);
  share(count, [&](Replica& replica, std::int64_t begin, std::int64_t size) {
    for (const Piece& piece : piecesOf(begin, size)) {
      const auto part = [&](const at::Tensor& rows) {
        return rows.narrow(0, piece.begin, piece.size);
      };
      const at::Tensor features = replica.encoder.forward(part(inputs), mode);
      part(encoded.mu).copy_(replica.mu.forward(features, mode));
      if (isVariational()) part(encoded.logvar).copy_(replica.logvar.forward(features, mode));
    }
  });
  return encoded;
}

at::Tensor VaeNetwork::decode(const at::Tensor& z, std::int64_t count, const ForwardMode& mode) {
  if (shareCount(count) <= 1) return replicas_.front().decoder.forward(z, mode);
  const data::Shape& shape = spec_.shape;
  reuse(outputs_, {z.size(0), shape.channels, shape.height, shape.width}, z);
  const std::int64_t samples = z.size(0) / count;
  share(count, [&](Replica& replica, std::int64_t begin, std::int64_t size) {
    const auto part = [&](const at::Tensor& rows) {
      return rows.narrow(0, begin * samples, size * samples);
    };
    part(outputs_).copy_(replica.decoder.forward(part(z), mode));
  });
  return outputs_;
}

Pass VaeNetwork::begin(const at::Tensor& inputs, const at::Tensor& targets, const at::Tensor& noise,
                       const ForwardMode& mode) {
  if (mode.isTraining && hasAverages())
    reuse(averagesBefore_, running_.flat().sizes(), running_.flat()).copy_(running_.flat());
  const Encoded encoded = encode(inputs, mode);
  if (isVariational()) return {targets, inputs, LatentBatch(encoded.mu, encoded.logvar, noise)};
  return {targets, inputs, LatentBatch(encoded.mu, noise)};
}

void VaeNetwork::takeBackAverages() {
  if (hasAverages()) running_.flat().copy_(averagesBefore_);
}

void VaeNetwork::learnOutputs(const Pass& pass, const OutputLoss& loss, const at::Tensor& ofZ,
                              const ForwardMode& mode) {
  const at::Tensor z = pass.z();
  const std::int64_t points = z.size(0) / pass.count();
  // Points near one z are to be compared: the decoder has to be the same for all of them.
  ForwardMode decoding = mode;
  if (!isVariational()) decoding.rowsASample = points;
  share(pass.count(), [&](Replica& replica, std::int64_t begin, std::int64_t size) {
    for (const Piece& piece : piecesOf(begin, size, points)) {
      const at::Tensor outputs =
          replica.decoder.forward(z.narrow(0, piece.begin * points, piece.size * points), decoding);
      loss(piece.begin, outputs, reuse(replica.outputGradient, outputs.sizes(), outputs));
      at::Tensor part = ofZ.narrow(0, piece.begin, piece.size);
      const at::Tensor ofRows =
          replica.decoder.backward(replica.outputGradient, {true, piece.accumulate});
      part.add_(ofRows.view(part.sizes()));
    }
  });
}

void VaeNetwork::learnPosterior(const Pass& pass, LatentGradient& gradient,
                                const ForwardMode& mode) {
  throughSamples(pass.latent, gradient);
  share(pass.count(), [&](Replica& replica, std::int64_t begin, std::int64_t size) {
    const std::vector<Piece> pieces = piecesOf(begin, size);
    const bool wantFeatures = replica.encoder.isTrained();
    for (const Piece& piece : pieces) {
      const auto part = [&](const at::Tensor& rows) {
        return rows.narrow(0, piece.begin, piece.size);
      };
      if (pieces.size() > 1) {
        const at::Tensor features = replica.encoder.forward(part(pass.inputs), mode);
        replica.mu.forward(features, mode);
        if (isVariational()) replica.logvar.forward(features, mode);
      }
      const BackwardMode back{wantFeatures, piece.accumulate};
      at::Tensor features = replica.mu.backward(part(gradient.mu), back);
      if (isVariational()) {
        const at::Tensor more = replica.logvar.backward(part(gradient.logvar), back);
        if (wantFeatures) features.add_(more);
      }
      if (wantFeatures) replica.encoder.backward(features, {false, piece.accumulate});
    }
  });
  std::vector<const FlatTensors*> others;
  for (std::int64_t i = 1; i < shareCount(pass.count()); ++i)
    others.push_back(&replicas_[static_cast<std::size_t>(i)].gradients);
  if (!others.empty()) addGradients(gradients(), others);
}

double VaeNetwork::sigma(double configured) const {
  if (network_.logSigma.empty()) return configured;
  return std::exp(static_cast<double>(weights_.view(network_.logSigma).item<float>()));
}

void VaeNetwork::setLogSigmaGradient(double slope) {
  if (network_.logSigma.empty()) return;
  at::Tensor gradient = gradients().view(network_.logSigma);
  gradient.fill_(slope);
}

Tensors VaeNetwork::copyOfWeights() const {
  Tensors all = weights_.copy();
  append(all, running_.copy());
  return all;
}

void VaeNetwork::assignWeights(const Tensors& weights) {
  const std::vector<TensorSpec> known = weightTensors(network_);
  for (const Tensor& tensor : weights)
    if (std::ranges::find(known, tensor.name, &TensorSpec::name) == known.end())
      throw Error("tensor \"" + tensor.name + "\": the network has none of that name");
  for (const TensorSpec& spec : known) findTensor(weights, spec);
  weights_.assign(weights);
  running_.assign(weights);
}

}  // namespace latlas::model
