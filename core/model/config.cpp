#include "core/model/config.h"

#include "core/model/config_key.h"
#include "core/model/objectives.h"

namespace latlas::model {

void selectArchitecture(ModelConfig& config, Architecture architecture) {
  const ModelConfig defaults;
  config.architecture = architecture;
  config.hidden = architecture == Architecture::mlp ? defaults.hidden : std::vector<int>{};
  config.channels = defaults.channels;
}

void selectObjective(Config& config, Objective objective) {
  config.model.objective = objective;
  const Config defaults;
  for (const ObjectiveInfo& any : objectives())
    for (const KeyUse& use : any.keys)
      if (!use.standard.empty()) setKey(config, use.key, keyValue(defaults, use.key));
  for (const KeyUse& use : infoOf(objective).keys)
    if (!use.standard.empty()) setKey(config, use.key, use.standard);
}

std::string dataTreatment(const ModelConfig& config) {
  const std::string scale = config.learnSigma ? "learned" : printNumber(config.sigma);
  switch (config.likelihood) {
    case Likelihood::bernoulli:
      if (config.binarize == Binarization::dynamic) return "dynamically binarized Bernoulli";
      if (config.binarize == Binarization::fixed) return "statically binarized Bernoulli";
      return "grey-level Bernoulli";
    case Likelihood::gaussian: return "Gaussian, sigma " + scale;
    case Likelihood::laplace: return "Laplace, scale " + scale;
    case Likelihood::discretizedLogistic: return "discretized logistic, scale " + scale;
  }
  return {};
}

}  // namespace latlas::model
