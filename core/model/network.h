// The network as plain data: what is built, what run.json says, and what the window counts. The
// Torch folder only interprets these lists.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/data/images.h"
#include "core/model/config.h"

namespace latlas::model {

enum class LayerType {
  linear,
  conv2d,
  convTranspose2d,
  batchNorm,
  activation,
  sigmoid,
  dropout,
  flatten,
  reshape
};

// The slope of leaky_relu below zero, PyTorch's default.
inline constexpr double kLeakySlope = 0.01;
// PyTorch's defaults: what is added to a variance, and the newest batch's share of the average.
inline constexpr double kNormEpsilon = 1e-5, kNormMomentum = 0.1;

struct Layer {
  LayerType type = LayerType::linear;
  int in = 0, out = 0;  // features or channels
  int kernel = 0, stride = 0, padding = 0;
  std::array<int, 2> outputPadding{};  // height, width: transposed convolutions of odd sizes
  Activation activation = Activation::relu;
  double slope = kLeakySlope;               // leaky_relu
  double dropout = 0.0;                     // probability
  std::vector<int> shape{};                 // reshape: [C, H, W]
  std::string weight{}, bias{};             // names of the tensors
  std::string runningMean{}, runningVar{};  // batch norm: averages, not trained

  bool isConvolution() const {
    return type == LayerType::conv2d || type == LayerType::convTranspose2d;
  }
};

// mu and logvar read the encoder's output; logvar is empty for a deterministic encoder. The decoder
// ends in Bernoulli logits or in means, shaped [C, H, W].
struct Network {
  std::vector<Layer> encoder, mu, logvar, decoder;
  std::string logSigma;  // name of the likelihood's learned log scale, a tensor [1]; else empty
};

// MLP: flatten, dense layers. Conv: kernel 4, stride 2, padding 1 layers, then the dense ones.
// Behind each: batch norm, activation, dropout as configured. Throws as validate().
Network buildNetwork(const ModelConfig& config, const data::Shape& shape);

// FactorVAE's: z [n, latent] -> two logits, "from q(z)" and "from the product of its marginals":
// five hidden layers of 1,000 with leaky ReLU 0.2 (Kim & Mnih 2018, appendix A).
std::vector<Layer> buildDiscriminator(int latent);

struct TensorSpec {
  std::string name;
  // linear [out, in]; conv [out, in, k, k]; transposed conv [in, out, k, k]; others [out]
  std::vector<std::int64_t> shape;

  bool operator==(const TensorSpec&) const = default;
};
// Every trained tensor, in the order encoder, mu, logvar, decoder, log_sigma; weight before bias.
std::vector<TensorSpec> trainedTensors(const Network& network);
std::vector<TensorSpec> trainedTensors(const std::vector<Layer>& layers);
// Batch norm's running averages, in the same order.
std::vector<TensorSpec> runningTensors(const Network& network);
// What weights.safetensors holds: the trained ones, then the running ones.
std::vector<TensorSpec> weightTensors(const Network& network);
// What optimizer.safetensors holds: for each trained tensor "<tensor>.m" and "<tensor>.v", as far
// as the optimizer has them, then the scalar "step"; behind them, where the objective has a
// discriminator, its tensors with Adam's.
std::vector<TensorSpec> optimizerTensors(const ModelConfig& config, const Network& network,
                                         Optimizer optimizer);
// Of one tensor's state: ".m", ".v". Adam's means and squares; SGD's momentum; RMSprop's both.
std::vector<std::string> optimizerMoments(Optimizer optimizer);
// Trained numbers.
std::int64_t parameterCount(const Network& network);
std::int64_t numberCount(const TensorSpec& tensor);

nlohmann::json toJson(const Network& network);

}  // namespace latlas::model
