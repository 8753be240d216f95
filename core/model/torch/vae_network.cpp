#include "core/model/torch/vae_network.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/torch/initial_weights.h"

namespace latlas::model {
namespace {

void append(Tensors& all, Tensors more) {
  std::ranges::move(more, std::back_inserter(all));
}

}  // namespace

VaeNetwork::VaeNetwork(const ModelSpec& spec, at::Device device, bool willTrain)
    : spec_(spec),
      network_(buildNetwork(spec.config, spec.shape)),
      weights_(trainedTensors(network_), device),
      gradients_(willTrain ? FlatTensors(weights_.specs(), device)
                           : FlatTensors::withoutMemory(weights_.specs())),
      running_(runningTensors(network_), device),
      encoder_(network_.encoder, {weights_, gradients_, &running_}),
      mu_(network_.mu, {weights_, gradients_}),
      logvar_(network_.logvar, {weights_, gradients_}),
      decoder_(network_.decoder, {weights_, gradients_, &running_}, network_.encoder.size()) {}

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
  const at::Tensor features = encoder_.forward(inputs, mode);
  Encoded encoded{mu_.forward(features, mode), {}};
  if (isVariational()) encoded.logvar = logvar_.forward(features, mode);
  return encoded;
}

at::Tensor VaeNetwork::decode(const at::Tensor& z, const ForwardMode& mode) {
  return decoder_.forward(z, mode);
}

Pass VaeNetwork::forward(const at::Tensor& inputs, const at::Tensor& targets,
                         const at::Tensor& noise, const ForwardMode& mode) {
  if (mode.isTraining && hasAverages())
    reuse(averagesBefore_, running_.flat().sizes(), running_.flat()).copy_(running_.flat());
  Pass pass;
  pass.targets = targets;
  Encoded encoded = encode(inputs, mode);
  if (!isVariational()) {
    pass.outputs = decode(encoded.mu, mode);
    return pass;
  }
  pass.latent.emplace(encoded.mu, encoded.logvar, noise);
  pass.outputs = decode(pass.latent->z.flatten(0, 1), mode);
  return pass;
}

void VaeNetwork::takeBackAverages() {
  if (hasAverages()) running_.flat().copy_(averagesBefore_);
}

void VaeNetwork::backward(const Pass& pass, const at::Tensor& outputGradient,
                          LatentGradient* latent) {
  const at::Tensor ofZ = decoder_.backward(outputGradient, true);
  const bool wantFeatures = encoder_.isTrained();
  at::Tensor features;
  if (latent) {
    latent->z.add_(ofZ.view(latent->z.sizes()));
    throughSamples(*pass.latent, *latent);
    features = mu_.backward(latent->mu, wantFeatures);
    const at::Tensor second = logvar_.backward(latent->logvar, wantFeatures);
    if (wantFeatures) features.add_(second);
  } else {
    features = mu_.backward(ofZ, wantFeatures);
  }
  if (wantFeatures) encoder_.backward(features, false);
}

double VaeNetwork::sigma(double configured) const {
  if (network_.logSigma.empty()) return configured;
  return std::exp(static_cast<double>(weights_.view(network_.logSigma).item<float>()));
}

void VaeNetwork::setLogSigmaGradient(double slope) {
  if (network_.logSigma.empty()) return;
  at::Tensor gradient = gradients_.view(network_.logSigma);
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
