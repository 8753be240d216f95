#include "core/model/network.h"

#include "core/base/error.h"
#include "core/model/objectives.h"

namespace latlas::model {
namespace {

// Kernel 4, stride 2, padding 1: the smallest even kernel that halves a side exactly (rounding an
// odd one down) and whose transpose covers every pixel equally often, so that decoded images show
// no checkerboard (Odena et al. 2016).
constexpr int kKernelSize = 4, kStrideSize = 2, kPaddingSize = 1;

// 2 GiB of float32, held four times while training (weights, gradients, two moments).
constexpr std::int64_t kMostParameters = std::int64_t{1} << 29;

// Appends layers to one list; a tensor's name says the list and the layer's position in it.
class ListBuilder {
 public:
  ListBuilder(std::vector<Layer>& layers, std::string name, const ModelConfig& config)
      : layers_(layers), name_(std::move(name)), config_(config) {}

  void linear(int in, int out) { addTrained({.type = LayerType::linear, .in = in, .out = out}); }
  void conv(int in, int out) { addTrained(convolution(LayerType::conv2d, in, out)); }
  void convTranspose(int in, int out, std::array<int, 2> outputPadding) {
    Layer layer = convolution(LayerType::convTranspose2d, in, out);
    layer.outputPadding = outputPadding;
    addTrained(std::move(layer));
  }
  // A gated unit needs a layer of twice the width before it.
  int widthFor(int out) const { return config_.activation == Activation::glu ? 2 * out : out; }
  // What follows a hidden layer of `features`.
  void nonlinearity(int features) {
    if (config_.batchNorm) batchNorm(widthFor(features));
    layers_.push_back({.type = LayerType::activation, .activation = config_.activation});
    if (config_.dropout > 0.0)
      layers_.push_back({.type = LayerType::dropout, .dropout = config_.dropout});
  }
  void sigmoid() { layers_.push_back({.type = LayerType::sigmoid}); }
  void flatten() { layers_.push_back({.type = LayerType::flatten}); }
  void reshape(const data::Shape& shape) {
    layers_.push_back({.type = LayerType::reshape,
                       .shape = {shape.channels, shape.height, shape.width}});
  }

 private:
  static Layer convolution(LayerType type, int in, int out) {
    return {.type = type,
            .in = in,
            .out = out,
            .kernel = kKernelSize,
            .stride = kStrideSize,
            .padding = kPaddingSize};
  }
  std::string stemOfNext() const { return name_ + "." + std::to_string(layers_.size()); }
  void batchNorm(int features) {
    const std::string stem = stemOfNext();
    addTrained({.type = LayerType::batchNorm,
                .in = features,
                .out = features,
                .runningMean = stem + ".running_mean",
                .runningVar = stem + ".running_var"});
  }
  void addTrained(Layer layer) {
    const std::string stem = stemOfNext();
    layer.weight = stem + ".weight";
    layer.bias = stem + ".bias";
    layers_.push_back(std::move(layer));
  }

  std::vector<Layer>& layers_;
  std::string name_;
  const ModelConfig& config_;
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
    encoder.conv(shapes[i - 1].channels, encoder.widthFor(shapes[i].channels));
    encoder.nonlinearity(shapes[i].channels);
  }
  encoder.flatten();
  int width = static_cast<int>(shapes.back().size());
  for (const int hidden : config.hidden) {
    encoder.linear(width, encoder.widthFor(hidden));
    encoder.nonlinearity(hidden);
    width = hidden;
  }
  return width;
}

void buildDecoder(ListBuilder& decoder, const ModelConfig& config,
                  const std::vector<data::Shape>& shapes) {
  int width = config.latent;
  for (auto hidden = config.hidden.rbegin(); hidden != config.hidden.rend(); ++hidden) {
    decoder.linear(width, decoder.widthFor(*hidden));
    decoder.nonlinearity(*hidden);
    width = *hidden;
  }
  const bool isConv = shapes.size() > 1;
  const auto features = static_cast<int>(shapes.back().size());
  decoder.linear(width, isConv ? decoder.widthFor(features) : features);
  if (isConv) decoder.nonlinearity(features);
  decoder.reshape(shapes.back());
  for (std::size_t i = shapes.size() - 1; i > 0; --i) {
    const data::Shape& target = shapes[i - 1];
    // Halving dropped the last row or column of an odd side; output padding gives it back.
    const bool isLast = i == 1;
    decoder.convTranspose(shapes[i].channels,
                          isLast ? target.channels : decoder.widthFor(target.channels),
                          {target.height % 2, target.width % 2});
    if (!isLast) decoder.nonlinearity(target.channels);
  }
  const bool endsInMeans = config.likelihood != Likelihood::bernoulli;
  if (endsInMeans && config.output == OutputMap::sigmoid) decoder.sigmoid();
}

}  // namespace

Network buildNetwork(const ModelConfig& config, const data::Shape& shape) {
  validate({.model = config}, shape);
  const std::vector<data::Shape> shapes = featureShapes(config, shape);
  Network network;
  ListBuilder encoder(network.encoder, "encoder", config);
  const int width = buildEncoder(encoder, config, shapes);
  ListBuilder(network.mu, "mu", config).linear(width, config.latent);
  if (isVariational(config))
    ListBuilder(network.logvar, "logvar", config).linear(width, config.latent);
  ListBuilder decoder(network.decoder, "decoder", config);
  buildDecoder(decoder, config, shapes);
  if (config.learnSigma && config.likelihood != Likelihood::bernoulli)
    network.logSigma = "log_sigma";

  if (const std::int64_t count = parameterCount(network); count > kMostParameters)
    throw Error("the network: expected at most " + std::to_string(kMostParameters) +
                " parameters, found " + std::to_string(count) +
                ". Use fewer or smaller hidden layers, or smaller images");
  return network;
}

std::vector<Layer> buildDiscriminator(int latent) {
  constexpr int hiddenLayers = 5, width = 1000;
  ModelConfig config;
  std::vector<Layer> layers;
  ListBuilder builder(layers, "discriminator", config);
  int in = latent;
  for (int i = 0; i < hiddenLayers; ++i) {
    builder.linear(in, width);
    layers.push_back(
        {.type = LayerType::activation, .activation = Activation::leakyRelu, .slope = 0.2});
    in = width;
  }
  builder.linear(in, 2);
  return layers;
}

}  // namespace latlas::model
