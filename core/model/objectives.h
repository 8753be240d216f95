// The objectives, a row each: what everything that explains, checks, schedules, records or draws one
// needs to know of it. Its arithmetic is core/model/torch/objective.
// Threading: constants; any thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/model/config.h"
#include "core/model/losses.h"

namespace latlas::model {

// A key that has an effect with an objective.
struct KeyUse {
  std::string_view key;
  std::string_view standard = {};  // its default there, as setKey() reads it; empty: the key's own
  bool (*isUsed)(const LossConfig&) = nullptr;  // null: always
};

// A term beside reconstruction and KL, and the key that weighs it.
struct WeightedTerm {
  Term term;
  std::string_view weight;
};

struct ObjectiveInfo {
  Objective objective = Objective::vae;
  std::string_view name;     // as a key's value: "beta-vae"
  std::string_view title;    // in sentences: "beta-VAE"
  std::string_view summary;  // the paper, in a word or two: "Chen et al. 2018"
  std::string_view formula;  // what is minimized, with its papers: whole sentences
  std::vector<WeightedTerm> terms{};
  std::vector<KeyUse> keys{};  // those of LossConfig, in the order in which they are shown
  // The keys that weigh its own term, the first that is used before the others.
  std::vector<std::string_view> mainWeights{};
  // Whether the encoder gives a distribution q(z|x); else z = mu, and there is no KL.
  bool isVariational = true;
  // Whether terms compare a batch's samples with each other, so that they depend on its size.
  bool comparesSamples = false;
  // Whether a discriminator learns beside the network.
  bool hasDiscriminator = false;
  // Standard normal draws [latent] for each sample.
  int (*draws)(const LossConfig&) = [](const LossConfig&) { return 1; };
};

// All, in the order of the enumeration.
std::span<const ObjectiveInfo> objectives();
const ObjectiveInfo& infoOf(Objective objective);

// Whether the key has an effect with the objective. False for keys that it does not list.
bool usesKey(const ObjectiveInfo& info, const LossConfig& loss, std::string_view key);

// The key that weighs the objective's own term; empty where there is none.
std::string_view mainWeight(const Config& config);

inline bool isVariational(const ModelConfig& config) {
  return infoOf(config.objective).isVariational;
}

}  // namespace latlas::model
