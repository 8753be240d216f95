#include "core/model/torch/vae_network.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/torch/layers/initial_weights.h"
#include "core/model/torch/threads/shares.h"

namespace latlas::model {
namespace {

void append(Tensors& all, Tensors more) { std::ranges::move(more, std::back_inserter(all)); }

}  // namespace

VaeNetwork::VaeNetwork(const ModelSpec& spec, at::Device device, bool willTrain, int replicas)
    : spec_(spec),
      network_(buildNetwork(spec.config, spec.shape)),
      weights_(trainedTensors(network_), device),
      running_(runningTensors(network_), device) {
  replicas_.reserve(static_cast<std::size_t>(replicas));
  for (int i = 0; i < replicas; ++i)
    replicas_.emplace_back(network_, weights_, running_, willTrain);
  for (const TensorSpec& tensor : trainedTensors(network_.decoder))
    decoderTensors_.push_back({weights_.view(tensor.name), gradients().view(tensor.name)});
}

std::int64_t VaeNetwork::shareCount(std::int64_t count) const {
  return std::min(count, static_cast<std::int64_t>(replicas_.size()));
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
    const at::Tensor features = replica.encoder.forward(inputs.narrow(0, begin, size), mode);
    encoded.mu.narrow(0, begin, size).copy_(replica.mu.forward(features, mode));
    if (isVariational())
      encoded.logvar.narrow(0, begin, size).copy_(replica.logvar.forward(features, mode));
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
  if (isVariational()) return {targets, LatentBatch(encoded.mu, encoded.logvar, noise)};
  return {targets, LatentBatch(encoded.mu, noise)};
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
    const at::Tensor outputs =
        replica.decoder.forward(z.narrow(0, begin * points, size * points), decoding);
    loss(begin, outputs, reuse(replica.outputGradient, outputs.sizes(), outputs));
    at::Tensor part = ofZ.narrow(0, begin, size);
    part.add_(replica.decoder.backward(replica.outputGradient, true).view(part.sizes()));
  });
}

void VaeNetwork::learnPosterior(const Pass& pass, LatentGradient& gradient) {
  throughSamples(pass.latent, gradient);
  share(pass.count(), [&](Replica& replica, std::int64_t begin, std::int64_t size) {
    const bool wantFeatures = replica.encoder.isTrained();
    at::Tensor features = replica.mu.backward(gradient.mu.narrow(0, begin, size), wantFeatures);
    if (isVariational()) {
      const at::Tensor more =
          replica.logvar.backward(gradient.logvar.narrow(0, begin, size), wantFeatures);
      if (wantFeatures) features.add_(more);
    }
    if (wantFeatures) replica.encoder.backward(features, false);
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
