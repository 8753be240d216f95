// The network as run.json says it, so that another program can rebuild it.
#include <nlohmann/json.hpp>

#include "core/model/network.h"

namespace latlas::model {
namespace {

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
      if (layer.activation == Activation::leakyRelu) json["negative_slope"] = layer.slope;
      return json;
    case LayerType::sigmoid: return {{"type", "sigmoid"}};
    case LayerType::dropout: return {{"type", "dropout"}, {"p", layer.dropout}};
    case LayerType::batchNorm:
      return {{"type", "batch_norm"},
              {"features", layer.out},
              {"eps", kNormEpsilon},
              {"momentum", kNormMomentum},
              {"weight", layer.weight},
              {"bias", layer.bias},
              {"running_mean", layer.runningMean},
              {"running_var", layer.runningVar}};
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
  if (layer.isConvolution()) {
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

nlohmann::json toJson(const Network& network) {
  nlohmann::json json{{"encoder", listToJson(network.encoder)},
                      {"mu", listToJson(network.mu)},
                      {"logvar", listToJson(network.logvar)},
                      {"decoder", listToJson(network.decoder)}};
  if (!network.logSigma.empty()) json["log_sigma"] = network.logSigma;
  return json;
}

}  // namespace latlas::model
