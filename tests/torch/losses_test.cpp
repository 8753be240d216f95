// What a model says its losses are, against the closed forms computed by plain loops in double.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr int count = 5;

struct Case {
  Architecture architecture;
  Likelihood likelihood;
};

class ModelLosses : public testing::TestWithParam<Case> {
 protected:
  ModelSpec spec() const {
    ModelSpec spec = smallSpec(GetParam().architecture, {3, 9, 13}, 4);
    spec.config.likelihood = GetParam().likelihood;
    spec.config.sigma = 0.5;
    return spec;
  }
};

double klOf(const std::vector<float>& mu, const std::vector<float>& logvar) {
  double total = 0.0;
  for (std::size_t i = 0; i < mu.size(); ++i) {
    const double m = mu[i], l = logvar[i];
    total += -0.5 * (1.0 + l - m * m - std::exp(l));
  }
  return total / count;
}

// `means` are what decode() gave: probabilities, or means that lie within [0, 1].
double nllOf(const ModelSpec& spec, const std::vector<float>& means,
             const std::vector<float>& pixels) {
  const double sigma = spec.config.sigma;
  double total = 0.0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double m = means[i], x = pixels[i];
    total += spec.config.likelihood == Likelihood::bernoulli
                 ? -(x * std::log(m) + (1.0 - x) * std::log1p(-m))
                 : 0.5 * std::pow((x - m) / sigma, 2) + std::log(sigma) +
                       0.5 * std::log(2.0 * std::numbers::pi);
  }
  return total / count;
}

// Moves the decoder's last bias so that Gaussian means lie well inside [0, 1], where decode()
// clamps nothing, and gives the posterior some spread.
void centre(Learner& model) {
  Tensors weights = model.weights();
  for (float& value : weights.back().values) value += 0.5f;
  for (Tensor& tensor : weights)
    if (tensor.name == "decoder.2.weight" || tensor.name == "decoder.7.weight")
      for (float& value : tensor.values) value *= 0.1f;
    else if (tensor.name == "logvar.0.bias" || tensor.name == "mu.0.bias")
      for (float& value : tensor.values) value += 0.7f;
  model.setWeights(weights);
}

TEST_P(ModelLosses, EqualTheClosedForms) {
  const auto model = SmallModel{spec()}.make();
  centre(*model);
  const auto pixels = somePixels(spec().shape, count);
  const auto noise = someNoise(count * 4);
  std::vector<float> mu(noise.size()), logvar(noise.size()), z(noise.size());
  model->encode(pixels, mu, logvar);
  for (std::size_t i = 0; i < z.size(); ++i) z[i] = mu[i] + std::exp(0.5f * logvar[i]) * noise[i];
  std::vector<float> means(pixels.size());
  model->decode(z, means);

  const Losses losses = lossesOf(*model, pixels, noise, 2.5);
  const double kl = klOf(mu, logvar), nll = nllOf(spec(), means, pixels);
  EXPECT_GT(kl, 1.0);
  EXPECT_NEAR(losses.kl, kl, 1e-5 * kl);
  EXPECT_NEAR(losses.reconstruction, nll, 1e-5 * nll);
  EXPECT_NEAR(losses.loss, nll + 2.5 * kl, 1e-5 * losses.loss);
  EXPECT_DOUBLE_EQ(losses.loss, losses.reconstruction + 2.5 * losses.kl);
}

TEST_P(ModelLosses, AStepReportsThoseBeforeIt) {
  const auto model = SmallModel{spec()}.make();
  const auto pixels = somePixels(spec().shape, count);
  const auto noise = someNoise(count * 4);
  const Losses before = lossesOf(*model, pixels, noise, 1.5);
  const StepResult step = trainOn(*model, pixels, noise, {.loss = {.weights = {.beta = 1.5}}});
  EXPECT_DOUBLE_EQ(step.losses.loss, before.loss);
  EXPECT_DOUBLE_EQ(step.losses.reconstruction, before.reconstruction);
  EXPECT_DOUBLE_EQ(step.losses.kl, before.kl);
  EXPECT_NE(lossesOf(*model, pixels, noise, 1.5).loss, before.loss);
}

TEST_P(ModelLosses, APlainAutoencoderHasNoKlAndNeedsNoNoise) {
  ModelSpec plain = spec();
  plain.config.objective = Objective::ae;
  const auto model = SmallModel{plain}.make();
  centre(*model);
  const auto pixels = somePixels(plain.shape, count);
  std::vector<float> mu(count * 4), logvar(count * 4), means(pixels.size());
  model->encode(pixels, mu, logvar);
  for (const float value : logvar) EXPECT_EQ(value, -std::numeric_limits<float>::infinity());
  model->decode(mu, means);
  const Losses losses = lossesOf(*model, pixels, {}, 3.0);
  EXPECT_EQ(losses.kl, 0.0);
  EXPECT_EQ(losses.loss, losses.reconstruction);
  EXPECT_NEAR(losses.loss, nllOf(plain, means, pixels), 1e-5 * losses.loss);
}

INSTANTIATE_TEST_SUITE_P(
    All, ModelLosses,
    testing::Values(Case{Architecture::mlp, Likelihood::bernoulli},
                    Case{Architecture::mlp, Likelihood::gaussian},
                    Case{Architecture::conv, Likelihood::bernoulli},
                    Case{Architecture::conv, Likelihood::gaussian}),
    [](const auto& test) {
      return std::string(test.param.architecture == Architecture::mlp ? "Mlp" : "Conv") +
             (test.param.likelihood == Likelihood::bernoulli ? "Bernoulli" : "Gaussian");
    });

TEST(Evaluate, ManyImagesGiveTheAverageOfFew) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const auto model = SmallModel{spec}.make();
  constexpr int many = 1100;  // more than a model takes at a time, and no multiple of it
  const auto pixels = somePixels(spec.shape, many);
  const auto noise = someNoise(many * 3);
  double sum = 0.0;
  for (std::size_t i = 0; i < many; ++i)
    sum += lossesOf(*model, std::span(pixels).subspan(i * 64, 64),
                    std::span(noise).subspan(i * 3, 3), 1.0)
               .loss;
  EXPECT_NEAR(lossesOf(*model, pixels, noise, 1.0).loss, sum / many, 1e-6 * sum / many);
}

}  // namespace
}  // namespace latlas::model
