#include "core/model/network.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"

namespace latlas::model {
namespace {

using nlohmann::json;

ModelConfig mlp(std::vector<int> hidden, int latent) {
  ModelConfig config;
  config.hidden = std::move(hidden);
  config.latent = latent;
  return config;
}

ModelConfig conv(std::vector<int> channels, std::vector<int> hidden, int latent) {
  ModelConfig config;
  selectArchitecture(config, Architecture::conv);
  config.channels = std::move(channels);
  config.hidden = std::move(hidden);
  config.latent = latent;
  return config;
}

// Follows a shape through a list by the textbook's formulas, failing where a layer does not fit.
std::vector<int> follow(std::vector<int> shape, const std::vector<Layer>& layers) {
  for (const Layer& layer : layers) {
    switch (layer.type) {
      case LayerType::activation:
      case LayerType::batchNorm:
      case LayerType::sigmoid:
      case LayerType::dropout: break;
      case LayerType::flatten: {
        int size = 1;
        for (const int side : shape) size *= side;
        shape = {size};
        break;
      }
      case LayerType::reshape: {
        int size = 1;
        for (const int side : layer.shape) size *= side;
        EXPECT_EQ(shape, std::vector<int>{size});
        shape = layer.shape;
        break;
      }
      case LayerType::linear:
        EXPECT_EQ(shape, std::vector<int>{layer.in});
        shape = {layer.out};
        break;
      case LayerType::conv2d:
        EXPECT_EQ(shape.at(0), layer.in);
        for (std::size_t i : {1u, 2u})
          shape[i] = (shape.at(i) + 2 * layer.padding - layer.kernel) / layer.stride + 1;
        shape[0] = layer.out;
        break;
      case LayerType::convTranspose2d:
        EXPECT_EQ(shape.at(0), layer.in);
        for (std::size_t i : {1u, 2u}) {
          EXPECT_LT(layer.outputPadding[i - 1], layer.stride);
          shape[i] = (shape.at(i) - 1) * layer.stride - 2 * layer.padding + layer.kernel +
                     layer.outputPadding[i - 1];
        }
        shape[0] = layer.out;
        break;
    }
  }
  return shape;
}

void expectFits(const ModelConfig& config, const data::Shape& image) {
  const Network network = buildNetwork(config, image);
  const std::vector<int> shape{image.channels, image.height, image.width};
  const std::vector<int> features = follow(shape, network.encoder);
  const std::vector<int> latent{config.latent};
  EXPECT_EQ(follow(features, network.mu), latent);
  EXPECT_EQ(follow(features, network.logvar), latent);
  EXPECT_EQ(follow(latent, network.decoder), shape);
}

TEST(Network, ConvComesBackToEverySize) {
  for (int height = 8; height <= 256; ++height)
    for (int width = 8; width <= 256; width += (height % 7) + 1) {
      expectFits(conv({2, 3, 4}, {}, 2), {1, height, width});
      if (HasFailure()) FAIL() << height << " x " << width;
    }
}

TEST(Network, ConvHalvesAsOftenAsTheImageAllows) {
  expectFits(conv({2, 2, 2, 2, 2, 2, 2, 2}, {5}, 3), {3, 256, 256});
  expectFits(conv({2, 2, 2, 2, 2, 2, 2}, {5}, 3), {3, 255, 129});
  EXPECT_THROW(buildNetwork(conv({2, 2, 2, 2, 2, 2, 2, 2}, {5}, 3), {3, 255, 256}), Error);
}

TEST(Network, MlpTakesEveryWidthAndDepth) {
  for (const auto& hidden : std::vector<std::vector<int>>{{}, {1}, {400}, {512, 256, 128}})
    for (const int latent : {1, 2, 128}) expectFits(mlp(hidden, latent), {3, 9, 13});
}

TEST(Network, ParameterCountsHaveClosedForms) {
  // 784-400-20-400-784.
  EXPECT_EQ(parameterCount(buildNetwork(mlp({400}, 20), {1, 28, 28})),
            (784 * 400 + 400) + 2 * (400 * 20 + 20) + (20 * 400 + 400) + (400 * 784 + 784));
  // 1-32-64 channels, 64 x 7 x 7 features.
  EXPECT_EQ(parameterCount(buildNetwork(conv({32, 64}, {}, 2), {1, 28, 28})),
            (1 * 32 * 16 + 32) + (32 * 64 * 16 + 64) + 2 * (3136 * 2 + 2) + (2 * 3136 + 3136) +
                (64 * 32 * 16 + 32) + (32 * 1 * 16 + 1));
}

TEST(Network, APlainAutoencoderHasNoLogvar) {
  ModelConfig config = mlp({400}, 20);
  config.objective = Objective::ae;
  const Network network = buildNetwork(config, {1, 28, 28});
  EXPECT_TRUE(network.logvar.empty());
  EXPECT_EQ(parameterCount(network),
            parameterCount(buildNetwork(mlp({400}, 20), {1, 28, 28})) - (400 * 20 + 20));
}

TEST(Network, NothingFollowsTheLastLayerAndSomethingEveryOther) {
  for (const ModelConfig& config : {mlp({20, 10}, 2), conv({4, 8}, {16}, 2)}) {
    const Network network = buildNetwork(config, {1, 12, 12});
    ASSERT_EQ(network.mu.size(), 1u);
    ASSERT_EQ(network.logvar.size(), 1u);
    const auto isTrained = [](const Layer& layer) { return !layer.weight.empty(); };
    for (const auto* list : {&network.encoder, &network.decoder}) {
      std::size_t trained = 0, activations = 0;
      for (const Layer& layer : *list) {
        trained += isTrained(layer);
        activations += layer.type == LayerType::activation;
      }
      EXPECT_EQ(activations, trained - (list == &network.decoder));
    }
    EXPECT_NE(network.decoder.back().type, LayerType::activation);
  }
}

TEST(Network, TensorsAreNamedByListAndPositionAndOrdered) {
  std::vector<std::string> names;
  for (const TensorSpec& tensor : trainedTensors(buildNetwork(mlp({5}, 2), {1, 2, 3})))
    names.push_back(tensor.name);
  EXPECT_EQ(names, (std::vector<std::string>{"encoder.1.weight", "encoder.1.bias", "mu.0.weight",
                                             "mu.0.bias", "logvar.0.weight", "logvar.0.bias",
                                             "decoder.0.weight", "decoder.0.bias",
                                             "decoder.2.weight", "decoder.2.bias"}));
}

TEST(Network, TensorShapesFollowTorchsConvention) {
  const auto tensors = trainedTensors(buildNetwork(conv({4, 6}, {}, 3), {1, 8, 12}));
  const auto shapeOf = [&](const std::string& name) {
    for (const TensorSpec& tensor : tensors)
      if (tensor.name == name) return tensor.shape;
    ADD_FAILURE() << name << " is missing";
    return std::vector<std::int64_t>{};
  };
  using Shape = std::vector<std::int64_t>;
  EXPECT_EQ(shapeOf("encoder.2.weight"), (Shape{6, 4, 4, 4}));
  EXPECT_EQ(shapeOf("encoder.2.bias"), Shape{6});
  EXPECT_EQ(shapeOf("mu.0.weight"), (Shape{3, 6 * 2 * 3}));
  EXPECT_EQ(shapeOf("decoder.0.weight"), (Shape{36, 3}));
  EXPECT_EQ(shapeOf("decoder.3.weight"), (Shape{6, 4, 4, 4}));
  EXPECT_EQ(shapeOf("decoder.5.weight"), (Shape{4, 1, 4, 4}));
  EXPECT_EQ(shapeOf("decoder.5.bias"), Shape{1});
}

TEST(NetworkJson, IsTheFormOfRunJsonForAnMlp) {
  const json written = toJson(buildNetwork(mlp({400}, 2), {1, 28, 28}));
  const json expected = json::parse(R"({
    "encoder": [
      {"type":"flatten"},
      {"type":"linear","in":784,"out":400,"weight":"encoder.1.weight","bias":"encoder.1.bias"},
      {"type":"relu"}],
    "mu": [{"type":"linear","in":400,"out":2,"weight":"mu.0.weight","bias":"mu.0.bias"}],
    "logvar": [
      {"type":"linear","in":400,"out":2,"weight":"logvar.0.weight","bias":"logvar.0.bias"}],
    "decoder": [
      {"type":"linear","in":2,"out":400,"weight":"decoder.0.weight","bias":"decoder.0.bias"},
      {"type":"relu"},
      {"type":"linear","in":400,"out":784,"weight":"decoder.2.weight","bias":"decoder.2.bias"},
      {"type":"reshape","shape":[1,28,28]}]})");
  EXPECT_EQ(written, expected) << written.dump(2);
}

TEST(NetworkJson, IsTheFormOfRunJsonForConvolutions) {
  ModelConfig config = conv({32}, {}, 2);
  config.activation = Activation::leakyRelu;
  const json written = toJson(buildNetwork(config, {3, 9, 8}));
  EXPECT_EQ(written["encoder"], json::parse(R"([
      {"type":"conv2d","in":3,"out":32,"kernel":4,"stride":2,"padding":1,
       "weight":"encoder.0.weight","bias":"encoder.0.bias"},
      {"type":"leaky_relu","negative_slope":0.01},
      {"type":"flatten"}])"));
  EXPECT_EQ(written["decoder"], json::parse(R"([
      {"type":"linear","in":2,"out":512,"weight":"decoder.0.weight","bias":"decoder.0.bias"},
      {"type":"leaky_relu","negative_slope":0.01},
      {"type":"reshape","shape":[32,4,4]},
      {"type":"conv_transpose2d","in":32,"out":3,"kernel":4,"stride":2,"padding":1,
       "output_padding":[1,0],"weight":"decoder.3.weight","bias":"decoder.3.bias"}])"));
}

TEST(NetworkJson, NamesEveryTrainedTensorOnce) {
  const Network network = buildNetwork(conv({4, 6}, {10}, 3), {1, 16, 16});
  std::set<std::string> named;
  const json written = toJson(network);
  for (const json& layers : written)
    for (const json& layer : layers)
      if (layer.contains("weight")) {
        EXPECT_TRUE(named.insert(layer["weight"]).second);
        EXPECT_TRUE(named.insert(layer["bias"]).second);
      }
  std::set<std::string> trained;
  for (const TensorSpec& tensor : trainedTensors(network)) trained.insert(tensor.name);
  EXPECT_EQ(named, trained);
}

TEST(Network, RefusesMoreThanAMachineHolds) {
  EXPECT_THROW(buildNetwork(mlp({65536, 65536}, 2), {1, 28, 28}), Error);
  EXPECT_THROW(buildNetwork(mlp({10}, 0), {1, 28, 28}), Error);
}

TEST(Network, BatchNormAndDropoutStandAroundTheActivation) {
  ModelConfig config = mlp({5}, 2);
  config.batchNorm = true;
  config.dropout = 0.3;
  const Network network = buildNetwork(config, {1, 2, 3});
  std::vector<LayerType> types;
  for (const Layer& layer : network.encoder) types.push_back(layer.type);
  EXPECT_EQ(types, (std::vector{LayerType::flatten, LayerType::linear, LayerType::batchNorm,
                                LayerType::activation, LayerType::dropout}));
  const auto running = runningTensors(network), trained = trainedTensors(network);
  ASSERT_EQ(running.size(), 4u);
  EXPECT_EQ(running.front(), (TensorSpec{"encoder.2.running_mean", {5}}));
  EXPECT_EQ(running.back().name, "decoder.1.running_var");
  EXPECT_EQ(weightTensors(network).size(), trained.size() + running.size());
  const auto written = toJson(network);
  EXPECT_EQ(written["encoder"][2]["type"], "batch_norm");
  EXPECT_EQ(written["encoder"][2]["running_var"], "encoder.2.running_var");
  EXPECT_EQ(written["encoder"][4], (nlohmann::json{{"type", "dropout"}, {"p", 0.3}}));
}

TEST(Network, GatedUnitsNeedLayersOfTwiceTheWidth) {
  ModelConfig config = mlp({5}, 2);
  config.activation = Activation::glu;
  const Network network = buildNetwork(config, {1, 2, 3});
  EXPECT_EQ(network.encoder[1].out, 10);
  EXPECT_EQ(network.mu[0].in, 5);
  EXPECT_EQ(network.decoder[0].out, 10);
  EXPECT_EQ(network.decoder[2].in, 5);
  EXPECT_EQ(network.decoder[2].out, 6) << "the last layer has no gate";
}

TEST(Network, MeansMayEndInASigmoidAndSigmaMayBeLearned) {
  ModelConfig config = mlp({5}, 2);
  config.output = OutputMap::sigmoid;
  config.learnSigma = true;
  EXPECT_NE(buildNetwork(config, {1, 2, 3}).decoder.back().type, LayerType::sigmoid)
      << "a Bernoulli likelihood takes logits";
  EXPECT_TRUE(buildNetwork(config, {1, 2, 3}).logSigma.empty());
  config.likelihood = Likelihood::laplace;
  const Network network = buildNetwork(config, {1, 2, 3});
  EXPECT_EQ(network.decoder.back().type, LayerType::sigmoid);
  EXPECT_EQ(trainedTensors(network).back(), (TensorSpec{"log_sigma", {1}}));
  EXPECT_EQ(toJson(network)["log_sigma"], "log_sigma");
}

TEST(Network, OptimizersHaveTheStateThatTheyNeed) {
  const ModelConfig config = mlp({5}, 2);
  const Network network = buildNetwork(config, {1, 2, 3});
  const std::size_t tensors = trainedTensors(network).size();
  EXPECT_EQ(optimizerTensors(config, network, Optimizer::adam).size(), 2 * tensors + 1);
  EXPECT_EQ(optimizerTensors(config, network, Optimizer::sgd).size(), tensors + 1);
  ModelConfig factor = config;
  factor.objective = Objective::factorVae;
  const auto state = optimizerTensors(factor, network, Optimizer::adam);
  EXPECT_EQ(state.back().name, "discriminator.step");
  EXPECT_EQ(state[2 * tensors + 1], (TensorSpec{"discriminator.0.weight", {1000, 2}}));
}

}  // namespace
}  // namespace latlas::model
