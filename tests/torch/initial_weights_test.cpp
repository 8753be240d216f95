// First weights: the bounds, spread and zeros of each kind, and that the default's numbers stay.
#include "core/model/torch/layers/initial_weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

ModelSpec specOf(Architecture architecture, Initialization init) {
  ModelSpec spec = smallSpec(architecture, {3, 16, 16});
  spec.config.init = init;
  return spec;
}

// Layers of enough numbers for their spread to be told.
Layer wideLayer(LayerType type) {
  Layer layer{.type = type, .in = 48, .out = 20, .weight = "weight", .bias = "bias"};
  if (type != LayerType::linear) layer.kernel = 4, layer.stride = 2, layer.padding = 1;
  return layer;
}

void expectUniform(const Tensor& tensor, double bound) {
  double sum = 0.0, squares = 0.0;
  for (const float value : tensor.values) {
    ASSERT_LE(std::abs(value), static_cast<float>(bound)) << tensor.name;
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  const auto count = static_cast<double>(tensor.values.size());
  ASSERT_GE(count, 900.0);
  const auto [least, greatest] = std::ranges::minmax(tensor.values);
  EXPECT_LT(least, -0.98 * bound) << tensor.name;
  EXPECT_GT(greatest, 0.98 * bound) << tensor.name;
  EXPECT_NEAR(sum / count, 0.0, 4.0 * bound / std::sqrt(3.0 * count)) << tensor.name;
  // The square of a uniform value has a variance of 4/45 bound^4.
  EXPECT_NEAR(squares / count, bound * bound / 3.0,
              4.0 * bound * bound * std::sqrt(4.0 / 45.0 / count))
      << tensor.name;
}

struct Kind {
  Initialization init;
  LayerType layer;
  double bound;
};

class Kinds : public testing::TestWithParam<Kind> {};

TEST_P(Kinds, HaveTheirBoundAndVariance) {
  const auto [init, layer, bound] = GetParam();
  const Tensors drawn = initialWeights({wideLayer(layer)}, init, 3);
  ASSERT_EQ(drawn.size(), 2u);
  expectUniform(drawn[0], bound);
  const std::vector<float>& biases = drawn[1].values;
  ASSERT_EQ(biases.size(), 20u);
  const bool areZero = std::ranges::all_of(biases, [](float bias) { return bias == 0.0f; });
  EXPECT_EQ(areZero, init != Initialization::pytorch);
  for (const float bias : biases) EXPECT_LE(std::abs(bias), static_cast<float>(bound));
}

INSTANTIATE_TEST_SUITE_P(
    Each, Kinds,
    testing::Values(
        Kind{Initialization::pytorch, LayerType::linear, 1.0 / std::sqrt(48.0)},
        Kind{Initialization::pytorch, LayerType::conv2d, 1.0 / std::sqrt(48.0 * 16)},
        Kind{Initialization::pytorch, LayerType::convTranspose2d, 1.0 / std::sqrt(20.0 * 16)},
        Kind{Initialization::glorot, LayerType::linear, std::sqrt(6.0 / 68)},
        Kind{Initialization::glorot, LayerType::conv2d, std::sqrt(6.0 / (68 * 16))},
        Kind{Initialization::glorot, LayerType::convTranspose2d, std::sqrt(6.0 / (68 * 16))},
        Kind{Initialization::he, LayerType::linear, std::sqrt(6.0 / 48)},
        Kind{Initialization::he, LayerType::conv2d, std::sqrt(6.0 / (48 * 16))},
        Kind{Initialization::he, LayerType::convTranspose2d, std::sqrt(6.0 / (48 * 4))}));

TEST(InitialWeights, AreThoseOfTheNetworkAndTheSeed) {
  for (const auto init : {Initialization::pytorch, Initialization::glorot, Initialization::he}) {
    const ModelSpec spec = specOf(Architecture::conv, init);
    const Tensors weights = SmallModel{spec, 5}.make()->weights();
    const auto specs = trainedTensors(buildNetwork(spec.config, spec.shape));
    ASSERT_EQ(weights.size(), specs.size());
    for (std::size_t i = 0; i < specs.size(); ++i) {
      EXPECT_EQ(weights[i].name, specs[i].name);
      EXPECT_EQ(weights[i].shape, specs[i].shape);
    }
    EXPECT_EQ((SmallModel{spec, 5}.make()->weights()), weights);
    EXPECT_NE((SmallModel{spec, 6}.make()->weights()), weights);
  }
}

TEST(InitialWeights, BatchNormBeginsAsTheIdentityAndALearnedScaleAsConfigured) {
  for (const auto init : {Initialization::pytorch, Initialization::glorot, Initialization::he}) {
    ModelSpec spec = specOf(Architecture::conv, init);
    spec.config.batchNorm = spec.config.learnSigma = true;
    spec.config.likelihood = Likelihood::gaussian;
    spec.config.sigma = 0.5;
    const Tensors weights = SmallModel{spec}.make()->weights();
    for (const char* one : {"encoder.1.weight", "encoder.1.running_var", "decoder.4.running_var"})
      for (const float value : tensorNamed(weights, one).values) EXPECT_EQ(value, 1.0f) << one;
    for (const char* zero : {"encoder.1.bias", "encoder.1.running_mean", "decoder.4.running_mean"})
      for (const float value : tensorNamed(weights, zero).values) EXPECT_EQ(value, 0.0f) << zero;
    EXPECT_EQ(tensorNamed(weights, "log_sigma").values,
              std::vector<float>{static_cast<float>(std::log(0.5))});
  }
}

struct Ends {
  const char* name;
  float first, last;
};

void expectEnds(const Tensors& tensors, const std::vector<Ends>& ends) {
  for (const auto& [name, first, last] : ends) {
    EXPECT_EQ(tensorNamed(tensors, name).values.front(), first) << name;
    EXPECT_EQ(tensorNamed(tensors, name).values.back(), last) << name;
  }
}

// What a seed has always given: a run that is repeated by its command line begins there.
TEST(InitialWeights, OfPyTorchsKindStayTheNumbersThatTheyWere) {
  ModelSpec mlp = specOf(Architecture::mlp, Initialization::pytorch);
  mlp.config.objective = Objective::factorVae;
  const auto model = SmallModel{mlp, 5}.make();
  expectEnds(model->weights(), {{"encoder.1.weight", 0x1.97bf5ap-7f, 0x1.5d1ef8p-8f},
                                {"encoder.1.bias", 0x1.1310ecp-7f, -0x1.211f08p-6f},
                                {"mu.0.bias", -0x1.9ffedcp-3f, 0x1.5d60d4p-3f},
                                {"logvar.0.weight", 0x1.689f26p-3f, 0x1.a6d628p-3f},
                                {"decoder.2.weight", 0x1.69e308p-4f, -0x1.32b5c8p-4f},
                                {"decoder.2.bias", 0x1.5a537ap-3f, -0x1.2aa38cp-3f}});
  expectEnds(model->optimizerState(), {{"discriminator.0.weight", -0x1.162956p-3f, -0x1.0021f6p-2f},
                                       {"discriminator.10.bias", 0x1.69344p-6f, -0x1.84d8dap-7f}});
  ModelSpec conv = specOf(Architecture::conv, Initialization::pytorch);
  conv.config.batchNorm = true;
  expectEnds(SmallModel{conv, 5}.make()->weights(),
             {{"encoder.0.weight", 0x1.97bf5ap-5f, -0x1.8af4cp-4f},
              {"encoder.0.bias", 0x1.03d746p-3f, -0x1.b2c3d8p-4f},
              {"encoder.3.weight", -0x1.99243ap-5f, 0x1.04c43cp-4f},
              {"decoder.0.bias", 0x1.24c0fep-1f, 0x1.609c0cp-2f},
              {"decoder.7.weight", -0x1.07deecp-4f, -0x1.1d58a6p-5f},
              {"decoder.10.weight", -0x1.8d534ep-5f, 0x1.038e2p-5f},
              {"decoder.10.bias", -0x1.8e86cap-4f, 0x1.29f94cp-4f}});
}

}  // namespace
}  // namespace latlas::model
