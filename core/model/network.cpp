#include "core/model/network.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace latlas::model {
namespace {

// Kernel 4, stride 2, padding 1: the smallest even kernel that halves a side exactly (rounding an
// odd one down) and whose transpose covers every pixel equally often, so that decoded images show
// no checkerboard (Odena et al. 2016).
constexpr int kernelSize = 4, strideSize = 2, paddingSize = 1;

// 2 GiB of float32, held four times while training (weights, gradients, two moments).
constexpr std::int64_t mostParameters = std::int64_t{1} << 29;

// Appends layers to one list; a tensor's name says the list and the layer's position in it.
class ListBuilder {
 public:
  ListBuilder(std::vector<Layer>& layers, std::string name)
      : layers_(layers), name_(std::move(name)) {}

  void linear(int in, int out) { addTrained({.type = LayerType::linear, .in = in, .out = out}); }
  void conv(int in, int out) { addTrained(convolution(LayerType::conv2d, in, out)); }
  void convTranspose(int in, int out, std::array<int, 2> outputPadding) {
    Layer layer = convolution(LayerType::convTranspose2d, in, out);
    layer.outputPadding = outputPadding;
    addTrained(std::move(layer));
  }
  void activation(Activation kind) {
    layers_.push_back({.type = LayerType::activation, .activation = kind});
  }
  void flatten() { layers_.push_back({.type = LayerType::flatten}); }
  void reshape(const data::Shape& shape) {
    layers_.push_back(
        {.type = LayerType::reshape, .shape = {shape.channels, shape.height, shape.width}});
  }

 private:
  static Layer convolution(LayerType type, int in, int out) {
    return {.type = type,
            .in = in,
            .out = out,
            .kernel = kernelSize,
            .stride = strideSize,
            .padding = paddingSize};
  }
  void addTrained(Layer layer) {
    const std::string stem = name_ + "." + std::to_string(layers_.size());
    layer.weight = stem + ".weight";
    layer.bias = stem + ".bias";
    layers_.push_back(std::move(layer));
  }

  std::vector<Layer>& layers_;
  std::string name_;
};

// The shapes that the convolutions pass through, from the image to the last.
std::vector<data::Shape> featureShapes(const ModelConfig& config, const data::Shape& image) {
  std::vector<data::Shape> shapes{image};
  if (config.architecture == Architecture::conv)
    for (const int channels : config.channels)
      shapes.push_back({channels, shapes.back().height / 2, shapes.back().width / 2});
  return shapes;
}

// Returns the width of the encoder's output.
int buildEncoder(ListBuilder& encoder, const ModelConfig& config,
                 const std::vector<data::Shape>& shapes) {
  for (std::size_t i = 1; i < shapes.size(); ++i) {
    encoder.conv(shapes[i - 1].channels, shapes[i].channels);
    encoder.activation(config.activation);
  }
  encoder.flatten();
  int width = static_cast<int>(shapes.back().size());
  for (const int hidden : config.hidden) {
    encoder.linear(width, hidden);
    encoder.activation(config.activation);
    width = hidden;
  }
  return width;
}

void buildDecoder(ListBuilder& decoder, const ModelConfig& config,
                  const std::vector<data::Shape>& shapes) {
  int width = config.latent;
  for (auto hidden = config.hidden.rbegin(); hidden != config.hidden.rend(); ++hidden) {
    decoder.linear(width, *hidden);
    decoder.activation(config.activation);
    width = *hidden;
  }
  decoder.linear(width, static_cast<int>(shapes.back().size()));
  if (shapes.size() > 1) decoder.activation(config.activation);
  decoder.reshape(shapes.back());
  for (std::size_t i = shapes.size() - 1; i > 0; --i) {
    const data::Shape& target = shapes[i - 1];
    // Halving dropped the last row or column of an odd side; output padding gives it back.
    decoder.convTranspose(shapes[i].channels, target.channels,
                          {target.height % 2, target.width % 2});
    if (i > 1) decoder.activation(config.activation);
  }
}

template <class Visit>
void forEachLayer(const Network& network, Visit visit) {
  for (const auto* list : {&network.encoder, &network.mu, &network.logvar, &network.decoder})
    for (const Layer& layer : *list) visit(layer);
}

std::string activationName(Activation activation) {
  Config config;
  config.model.activation = activation;
  return keyValue(config, "activation");
}

nlohmann::json layerToJson(const Layer& layer) {
  nlohmann::json json;
  switch (layer.type) {
    case LayerType::flatten: return {{"type", "flatten"}};
    case LayerType::reshape: return {{"type", "reshape"}, {"shape", layer.shape}};
    case LayerType::activation:
      json["type"] = activationName(layer.activation);
      if (layer.activation == Activation::leakyRelu) json["negative_slope"] = leakySlope;
      return json;
    case LayerType::linear: json["type"] = "linear"; break;
    case LayerType::conv2d: json["type"] = "conv2d"; break;
    case LayerType::convTranspose2d:
      json["type"] = "conv_transpose2d";
      json["output_padding"] = layer.outputPadding;
      break;
  }
  json["in"] = layer.in;
  json["out"] = layer.out;
  json["weight"] = layer.weight;
  json["bias"] = layer.bias;
  if (layer.type != LayerType::linear) {
    json["kernel"] = layer.kernel;
    json["stride"] = layer.stride;
    json["padding"] = layer.padding;
  }
  return json;
}

nlohmann::json listToJson(const std::vector<Layer>& layers) {
  nlohmann::json list = nlohmann::json::array();
  for (const Layer& layer : layers) list.push_back(layerToJson(layer));
  return list;
}

}  // namespace

Network buildNetwork(const ModelConfig& config, const data::Shape& shape) {
  validate({.model = config, .train = {}}, shape);
  const std::vector<data::Shape> shapes = featureShapes(config, shape);
  Network network;
  ListBuilder encoder(network.encoder, "encoder");
  const int width = buildEncoder(encoder, config, shapes);
  ListBuilder(network.mu, "mu").linear(width, config.latent);
  if (config.objective == Objective::vae)
    ListBuilder(network.logvar, "logvar").linear(width, config.latent);
  ListBuilder decoder(network.decoder, "decoder");
  buildDecoder(decoder, config, shapes);

  if (const std::int64_t count = parameterCount(network); count > mostParameters)
    throw Error("the network: expected at most " + std::to_string(mostParameters) +
                " parameters, found " + std::to_string(count) +
                ". Use fewer or smaller hidden layers, or smaller images");
  return network;
}

std::vector<TensorSpec> trainedTensors(const Network& network) {
  std::vector<TensorSpec> tensors;
  forEachLayer(network, [&](const Layer& layer) {
    if (layer.weight.empty()) return;
    std::vector<std::int64_t> shape{layer.out, layer.in};
    if (layer.type == LayerType::convTranspose2d) shape = {layer.in, layer.out};
    if (layer.type != LayerType::linear) shape.insert(shape.end(), {layer.kernel, layer.kernel});
    tensors.push_back({layer.weight, std::move(shape)});
    tensors.push_back({layer.bias, {layer.out}});
  });
  return tensors;
}

std::int64_t parameterCount(const Network& network) {
  std::int64_t total = 0;
  for (const TensorSpec& tensor : trainedTensors(network)) {
    std::int64_t size = 1;
    for (const std::int64_t side : tensor.shape) size *= side;
    total += size;
  }
  return total;
}

nlohmann::json toJson(const Network& network) {
  return {{"encoder", listToJson(network.encoder)},
          {"mu", listToJson(network.mu)},
          {"logvar", listToJson(network.logvar)},
          {"decoder", listToJson(network.decoder)}};
}

}  // namespace latlas::model
