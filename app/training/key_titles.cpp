#include "app/training/key_titles.h"

#include <algorithm>
#include <map>
#include <vector>

namespace latlas::app {
namespace {

using Titles = std::map<std::string, std::string, std::less<>>;

std::string found(const Titles& titles, std::string_view key) {
  const auto title = titles.find(key);
  return title == titles.end() ? std::string() : title->second;
}

}  // namespace

model::Objective objectiveNamed(std::string_view name) {
  model::Config config;
  model::setKey(config, "objective", name);
  return config.model.objective;
}

std::string keyTitle(std::string_view key) {
  static const Titles titles{{"model", "architecture"},
                             {"init", "first weights"},
                             {"binarize", "binarization"},
                             {"lr", "learning rate"},
                             {"lr_schedule", "rate schedule"},
                             {"lr_warm_up", "rate warm-up"},
                             {"lr_step", "rate falls every"},
                             {"lr_decay", "rate decay"},
                             {"kl_schedule", "KL schedule"},
                             {"kl_epochs", "KL epochs"},
                             {"dip", "DIP kind"},
                             {"lambda_od", "lambda off"},
                             {"lambda_d", "lambda diagonal"}};
  std::string title = found(titles, key);
  if (title.empty()) {
    title = key;
    std::replace(title.begin(), title.end(), '_', ' ');
  }
  return title;
}

std::string nameTitle(std::string_view key, std::string_view name) {
  static const Titles titles{{"mlp", "MLP"},
                             {"conv", "convolutional"},
                             {"relu", "ReLU"},
                             {"leaky_relu", "leaky ReLU"},
                             {"silu", "SiLU"},
                             {"gelu", "GELU"},
                             {"glu", "GLU, gated"},
                             {"pytorch", "PyTorch"},
                             {"glorot", "Glorot"},
                             {"he", "He"},
                             {"bernoulli", "Bernoulli"},
                             {"gaussian", "Gaussian"},
                             {"laplace", "Laplace"},
                             {"discretized-logistic", "discretized logistic"},
                             {"imq", "inverse multiquadratic"},
                             {"i", "I, of mu"},
                             {"ii", "II, of z"},
                             {"adam", "Adam"},
                             {"adamw", "AdamW"},
                             {"rmsprop", "RMSprop"},
                             {"sgd", "SGD"},
                             {"cpu", "CPU"},
                             {"cuda", "CUDA"}};
  if (key == "objective") return model::objectiveTitle(objectiveNamed(name));
  if (key == "binarize" && name == "none") return "grey as it is";
  const std::string title = found(titles, name);
  return title.empty() ? std::string(name) : title;
}

std::string objectiveText(model::Objective objective) {
  using model::Objective;
  switch (objective) {
    case Objective::ae: return "Reconstruction alone, with z = mu: no noise and no prior.";
    case Objective::vae:
      return "Reconstruction + KL(q(z|x) || N(0, I)), the evidence lower bound (Kingma & Welling "
             "2013).";
    case Objective::betaVae:
      return "Reconstruction + beta KL (Higgins et al. 2017). With a capacity C: reconstruction + "
             "gamma |KL - C| (Burgess et al. 2018).";
    case Objective::betaTcVae:
      return "Reconstruction + mutual information + beta total correlation + dimension-wise KL "
             "(Chen et al. 2018).";
    case Objective::factorVae:
      return "Reconstruction + KL + gamma total correlation, which a discriminator estimates (Kim "
             "& Mnih 2018).";
    case Objective::dipVae:
      return "Reconstruction + KL + a penalty on the latents' covariance: lambda off for what is "
             "off its diagonal, lambda diagonal for what is on it (Kumar et al. 2018).";
    case Objective::infoVae:
      return "Reconstruction + (1 - alpha) KL + (alpha + lambda - 1) MMD(q(z), N(0, I)) (Zhao et "
             "al. 2017). Alpha 1 is WAE-MMD (Tolstikhin et al. 2018).";
    case Objective::iwae:
      return "The importance-weighted bound, -log 1/k sum p(x, z) / q(z|x) over k samples z (Burda "
             "et al. 2015).";
  }
  return {};
}

const model::Config& defaultsFor(const model::Config& config) {
  using model::Architecture, model::Objective;
  constexpr auto kObjectives = static_cast<std::size_t>(Objective::iwae) + 1;
  static const std::vector<model::Config> all = [] {
    std::vector<model::Config> made(2 * kObjectives);
    for (std::size_t i = 0; i < made.size(); ++i) {
      model::selectArchitecture(made[i].model,
                                i < kObjectives ? Architecture::mlp : Architecture::conv);
      model::selectObjective(made[i], static_cast<Objective>(i % kObjectives));
    }
    return made;
  }();
  const std::size_t first = config.model.architecture == Architecture::mlp ? 0 : kObjectives;
  return all[first + static_cast<std::size_t>(config.model.objective)];
}

std::string keyTooltip(const model::Config& config, std::string_view key) {
  if (key == "objective") return objectiveText(config.model.objective) + " Default: VAE.";
  const model::KeyHelp& help = model::keyHelp(key);
  std::string standard = model::keyValue(defaultsFor(config), key);
  if (standard.empty()) standard = "none";
  // The names stand in the list itself.
  const std::string allowed = help.names.empty() ? " Takes " + help.allowed + "." : "";
  return help.text + "." + allowed + " Default: " + nameTitle(key, standard) + "." +
         (model::isLive(key) ? "" : " Set before training.");
}

std::string_view mainWeight(const model::Config& config) {
  using model::Objective;
  switch (config.model.objective) {
    case Objective::ae: return {};
    case Objective::betaVae: return config.loss.capacity > 0.0 ? "gamma" : "beta";
    case Objective::factorVae: return "gamma";
    case Objective::infoVae: return "lambda";
    case Objective::iwae: return "samples";
    case Objective::vae:
    case Objective::betaTcVae:
    case Objective::dipVae: break;
  }
  return "beta";
}

}  // namespace latlas::app
