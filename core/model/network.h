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

enum class LayerType { linear, conv2d, convTranspose2d, activation, flatten, reshape };

// The slope of leaky_relu below zero, PyTorch's default.
inline constexpr double leakySlope = 0.01;

struct Layer {
  LayerType type = LayerType::linear;
  int in = 0, out = 0;                   // features or channels
  int kernel = 0, stride = 0, padding = 0;
  std::array<int, 2> outputPadding{};    // height, width: transposed convolutions of odd sizes
  Activation activation = Activation::relu;
  std::vector<int> shape{};              // reshape: [C, H, W]
  std::string weight{}, bias{};          // names of the tensors
};

// mu and logvar read the encoder's output; logvar is empty for a plain autoencoder. The decoder
// ends in Bernoulli logits or Gaussian means, shaped [C, H, W].
struct Network {
  std::vector<Layer> encoder, mu, logvar, decoder;
};

// MLP: flatten, dense layers. Conv: kernel 4, stride 2, padding 1 layers, then the dense ones.
// Throws as validate().
Network buildNetwork(const ModelConfig& config, const data::Shape& shape);

struct TensorSpec {
  std::string name;
  // linear [out, in]; conv [out, in, k, k]; transposed conv [in, out, k, k]; bias [out]
  std::vector<std::int64_t> shape;
};
// Every trained tensor, in the order encoder, mu, logvar, decoder; weight before bias.
std::vector<TensorSpec> trainedTensors(const Network& network);
std::int64_t parameterCount(const Network& network);

nlohmann::json toJson(const Network& network);

}  // namespace latlas::model
