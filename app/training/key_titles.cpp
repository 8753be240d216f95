#include "app/training/key_titles.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/model/objectives.h"

namespace latlas::app {
namespace {

using Titles = std::map<std::string, std::string, std::less<>>;

// That of the key, else the key with spaces.
std::string found(const Titles& titles, std::string_view key) {
  if (const auto title = titles.find(key); title != titles.end()) return title->second;
  std::string title(key);
  std::ranges::replace(title, '_', ' ');
  return title;
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
  return found(titles, key);
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
  if (key == "objective") return std::string(model::infoOf(objectiveNamed(name)).title);
  if (key == "binarize" && name == "none") return "grey as it is";
  return found(titles, name);
}

const model::Config& defaultsFor(const model::Config& config) {
  using Choice = std::pair<model::Architecture, model::Objective>;
  static const std::map<Choice, model::Config> all = [] {
    std::map<Choice, model::Config> made;
    for (const auto architecture : {model::Architecture::mlp, model::Architecture::conv})
      for (const model::ObjectiveInfo& info : model::objectives()) {
        model::Config& defaults = made[{architecture, info.objective}];
        model::selectArchitecture(defaults.model, architecture);
        model::selectObjective(defaults, info.objective);
      }
    return made;
  }();
  return all.at({config.model.architecture, config.model.objective});
}

std::string keyTooltip(const model::Config& config, std::string_view key) {
  if (key == "objective")
    return std::string(model::infoOf(config.model.objective).formula) + " Default: VAE.";
  const model::KeyHelp& help = model::keyHelp(key);
  std::string standard = model::keyValue(defaultsFor(config), key);
  if (standard.empty()) standard = "none";
  // The names stand in the list itself.
  const std::string allowed = help.names.empty() ? " Takes " + help.allowed + "." : "";
  return help.text + "." + allowed + " Default: " + nameTitle(key, standard) + "." +
         (model::isLive(key) ? "" : " Set before training.");
}

}  // namespace latlas::app
