#include "core/model/objectives.h"

#include <algorithm>
#include <cassert>

namespace latlas::model {
namespace {

bool leadsKl(const LossConfig& loss) { return loss.capacity > 0.0; }
bool weighsKl(const LossConfig& loss) { return !leadsKl(loss); }
bool regularizesDecoder(const LossConfig& loss) {
  return loss.raeRegularizer != RaeRegularizer::none;
}

// Defaults are those of the rows' papers.
const std::vector<ObjectiveInfo>& table() {
  static const std::vector<ObjectiveInfo> rows{
      {.objective = Objective::ae,
       .name = "ae",
       .title = "autoencoder",
       .summary = "reconstruction alone",
       .formula = "Reconstruction alone, with z = mu: no noise and no prior.",
       .isVariational = false,
       .draws = [](const LossConfig&) { return 0; }},
      {.objective = Objective::vae,
       .name = "vae",
       .title = "VAE",
       .summary = "Kingma & Welling 2013",
       .formula = "Reconstruction + KL(q(z|x) || N(0, I)), the evidence lower bound (Kingma & "
                  "Welling 2013).",
       .keys = {{"beta"}, {"free_bits"}, {"kl_schedule"}, {"kl_epochs"}},
       .mainWeights = {"beta"}},
      {.objective = Objective::betaVae,
       .name = "beta-vae",
       .title = "beta-VAE",
       .summary = "Higgins et al. 2017, with capacity Burgess et al. 2018",
       .formula = "Reconstruction + beta KL (Higgins et al. 2017). With a capacity C: "
                  "reconstruction + gamma |KL - C| (Burgess et al. 2018).",
       .keys = {{"beta", "4", weighsKl},
                {"capacity", "0"},
                {"capacity_steps", {}, leadsKl},
                {"gamma", {}, leadsKl},
                {"free_bits", {}, weighsKl},
                {"kl_schedule", {}, weighsKl},
                {"kl_epochs", {}, weighsKl}},
       .mainWeights = {"gamma", "beta"}},
      {.objective = Objective::betaTcVae,
       .name = "beta-tcvae",
       .title = "beta-TCVAE",
       .summary = "Chen et al. 2018",
       .formula = "Reconstruction + mutual information + beta total correlation + dimension-wise "
                  "KL (Chen et al. 2018).",
       .terms = {{Term::mutualInformation, "beta"},
                 {Term::totalCorrelation, "beta"},
                 {Term::dimensionKl, "beta"}},
       .keys = {{"beta", "6"}, {"estimator"}, {"kl_schedule"}, {"kl_epochs"}},
       .mainWeights = {"beta"},
       .comparesSamples = true},
      {.objective = Objective::factorVae,
       .name = "factor-vae",
       .title = "FactorVAE",
       .summary = "Kim & Mnih 2018",
       .formula = "Reconstruction + KL + gamma total correlation, which a discriminator estimates "
                  "(Kim & Mnih 2018).",
       .terms = {{Term::totalCorrelation, "gamma"}, {Term::discriminator, "gamma"}},
       // Its weight for dSprites.
       .keys = {{"beta"}, {"gamma", "35"}, {"free_bits"}, {"kl_schedule"}, {"kl_epochs"}},
       .mainWeights = {"gamma"},
       .comparesSamples = true,
       .hasDiscriminator = true},
      {.objective = Objective::dipVae,
       .name = "dip-vae",
       .title = "DIP-VAE",
       .summary = "Kumar et al. 2018",
       .formula = "Reconstruction + KL + a penalty on the latents' covariance: lambda off for what "
                  "is off its diagonal, lambda diagonal for what is on it (Kumar et al. 2018).",
       .terms = {{Term::covariance, "lambda_od"}},
       .keys = {{"beta"},
                {"free_bits"},
                {"dip"},
                {"lambda_od"},
                {"lambda_d"},
                {"kl_schedule"},
                {"kl_epochs"}},
       .mainWeights = {"beta"},
       .comparesSamples = true},
      {.objective = Objective::infoVae,
       .name = "info-vae",
       .title = "InfoVAE",
       .summary = "Zhao et al. 2017",
       .formula = "Reconstruction + (1 - alpha) KL + (alpha + lambda - 1) MMD(q(z), N(0, I)) (Zhao "
                  "et al. 2017). Alpha 1 is WAE-MMD (Tolstikhin et al. 2018).",
       .terms = {{Term::mmd, "lambda"}},
       .keys = {{"free_bits"}, {"alpha"}, {"lambda"}, {"kernel"}, {"kl_schedule"}, {"kl_epochs"}},
       .mainWeights = {"lambda"},
       .comparesSamples = true},
      {.objective = Objective::iwae,
       .name = "iwae",
       .title = "IWAE",
       .summary = "Burda et al. 2015",
       .formula = "The importance-weighted bound, -log 1/k sum p(x, z) / q(z|x) over k samples z "
                  "(Burda et al. 2015).",
       .keys = {{"samples"}, {"kl_schedule"}, {"kl_epochs"}},
       .mainWeights = {"samples"},
       .draws = [](const LossConfig& loss) { return loss.samples; }},
      {.objective = Objective::rae,
       .name = "rae",
       .title = "RAE",
       .summary = "Ghosh et al. 2020",
       .formula = "Reconstruction + beta |z|^2 / 2 + lambda L, with z = mu: no noise, and no prior "
                  "to draw samples from. L, of the decoded mean D, is a gradient penalty, |D(z + e "
                  "v) - D(z)|^2 / e^2 with v drawn from N(0, I) and e = 0.01, on average the "
                  "squared Frobenius norm of D's Jacobian; or the decoder's squared weights; or "
                  "none (Ghosh et al. 2020).",
       .terms = {{Term::latentL2, "beta"}, {Term::regularizer, "lambda"}},
       // The paper chooses its weights anew for each dataset. These cost a sample of MNIST about a nat.
       .keys = {{"beta", "0.1"}, {"rae_regularizer"}, {"lambda", "0.01", regularizesDecoder}},
       .mainWeights = {"lambda", "beta"},
       .isVariational = false,
       .draws = [](const LossConfig& loss) {
         return loss.raeRegularizer == RaeRegularizer::gradientPenalty ? 1 : 0;
       }}};
  return rows;
}

}  // namespace

std::span<const ObjectiveInfo> objectives() { return table(); }

const ObjectiveInfo& infoOf(Objective objective) {
  const auto row = std::ranges::find(table(), objective, &ObjectiveInfo::objective);
  assert(row != table().end());
  return *row;
}

bool usesKey(const ObjectiveInfo& info, const LossConfig& loss, std::string_view key) {
  const auto use = std::ranges::find(info.keys, key, &KeyUse::key);
  return use != info.keys.end() && (!use->isUsed || use->isUsed(loss));
}

std::string_view mainWeight(const Config& config) {
  const ObjectiveInfo& info = infoOf(config.model.objective);
  for (const std::string_view key : info.mainWeights)
    if (isUsed(config, key)) return key;
  return {};
}

}  // namespace latlas::model
