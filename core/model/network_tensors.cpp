// The tensors that a network and its optimizer consist of.
#include "core/model/network.h"
#include "core/model/objectives.h"

namespace latlas::model {
namespace {

template <class Visit>
void forEachLayer(const Network& network, Visit visit) {
  for (const auto* list : {&network.encoder, &network.mu, &network.logvar, &network.decoder})
    for (const Layer& layer : *list) visit(layer);
}

void addTrained(std::vector<TensorSpec>& tensors, const Layer& layer) {
  if (layer.weight.empty()) return;
  std::vector<std::int64_t> shape{layer.out};
  if (layer.type == LayerType::linear || layer.type == LayerType::conv2d)
    shape = {layer.out, layer.in};
  if (layer.type == LayerType::convTranspose2d) shape = {layer.in, layer.out};
  if (layer.isConvolution()) shape.insert(shape.end(), {layer.kernel, layer.kernel});
  tensors.push_back({layer.weight, std::move(shape)});
  tensors.push_back({layer.bias, {layer.out}});
}

void addMoments(std::vector<TensorSpec>& state, const std::vector<TensorSpec>& tensors,
                Optimizer optimizer, const std::string& step) {
  for (const TensorSpec& tensor : tensors)
    for (const std::string& moment : optimizerMoments(optimizer))
      state.push_back({tensor.name + moment, tensor.shape});
  state.push_back({step, {}});
}

}  // namespace

std::vector<TensorSpec> trainedTensors(const std::vector<Layer>& layers) {
  std::vector<TensorSpec> tensors;
  for (const Layer& layer : layers) addTrained(tensors, layer);
  return tensors;
}

std::vector<TensorSpec> trainedTensors(const Network& network) {
  std::vector<TensorSpec> tensors;
  forEachLayer(network, [&](const Layer& layer) { addTrained(tensors, layer); });
  if (!network.logSigma.empty()) tensors.push_back({network.logSigma, {1}});
  return tensors;
}

std::vector<TensorSpec> runningTensors(const Network& network) {
  std::vector<TensorSpec> tensors;
  forEachLayer(network, [&](const Layer& layer) {
    if (layer.runningMean.empty()) return;
    tensors.push_back({layer.runningMean, {layer.out}});
    tensors.push_back({layer.runningVar, {layer.out}});
  });
  return tensors;
}

std::vector<TensorSpec> weightTensors(const Network& network) {
  std::vector<TensorSpec> tensors = trainedTensors(network);
  const std::vector<TensorSpec> running = runningTensors(network);
  tensors.insert(tensors.end(), running.begin(), running.end());
  return tensors;
}

std::vector<std::string> optimizerMoments(Optimizer optimizer) {
  if (optimizer == Optimizer::sgd) return {".m"};
  return {".m", ".v"};
}

std::vector<TensorSpec> optimizerTensors(const ModelConfig& config, const Network& network,
                                         Optimizer optimizer) {
  std::vector<TensorSpec> state;
  addMoments(state, trainedTensors(network), optimizer, "step");
  if (!infoOf(config.objective).hasDiscriminator) return state;
  const std::vector<TensorSpec> discriminator = trainedTensors(buildDiscriminator(config.latent));
  state.insert(state.end(), discriminator.begin(), discriminator.end());
  addMoments(state, discriminator, Optimizer::adam, "discriminator.step");
  return state;
}

std::int64_t parameterCount(const Network& network) {
  std::int64_t total = 0;
  for (const TensorSpec& tensor : trainedTensors(network)) total += numberCount(tensor);
  return total;
}

std::int64_t numberCount(const TensorSpec& tensor) {
  std::int64_t count = 1;
  for (const std::int64_t side : tensor.shape) count *= side;
  return count;
}

}  // namespace latlas::model
