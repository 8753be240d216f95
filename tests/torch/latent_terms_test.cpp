// What the objectives put on the latent side, against their definitions computed by plain loops in
// double from what encode() gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/torch/kernels/decomposition_kernel.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr std::size_t count = 7, latent = 3;
constexpr double logTwoPi = 1.8378770664093453;

// A model whose posteriors have some spread, one batch, and what its encoder makes of it.
struct Scene {
  ModelSpec spec;
  std::unique_ptr<Learner> model;
  std::vector<float> pixels, noise;
  std::vector<float> mu, logvar, z;

  explicit Scene(const std::string& objective, int samples = 1,
                 const std::vector<std::pair<std::string, std::string>>& settings = {}) {
    spec = smallSpec(Architecture::mlp);
    Config config{.model = spec.config};
    setKey(config, "objective", objective);
    for (const auto& [key, value] : settings) setKey(config, key, value);
    spec.config = config.model;
    model = SmallModel{spec}.make();
    Tensors weights = model->weights();
    for (Tensor& tensor : weights)
      if (tensor.name.starts_with("mu") || tensor.name.starts_with("logvar"))
        for (float& value : tensor.values) value *= 3.0f;
    model->setWeights(weights);
    pixels = somePixels(spec.shape, count);
    noise = someNoise(static_cast<int>(count * latent) * samples);
    mu.resize(count * latent);
    logvar.resize(count * latent);
    model->encode(pixels, mu, logvar);
    for (std::size_t i = 0; i < noise.size(); ++i) {
      const std::size_t at = i / latent / static_cast<std::size_t>(samples) * latent + i % latent;
      z.push_back(mu[at] + std::exp(0.5f * logvar[at]) * noise[i]);
    }
  }

  Losses losses(const LossSettings& settings) const {
    return model->evaluate({pixels, {}, noise, {}}, settings);
  }
};

double logNormal(double z, double mu, double logvar) {
  return -0.5 * (logTwoPi + logvar + (z - mu) * (z - mu) / std::exp(logvar));
}

double logSumExp(const std::vector<double>& values) {
  const double highest = *std::max_element(values.begin(), values.end());
  double total = 0.0;
  for (const double value : values) total += std::exp(value - highest);
  return highest + std::log(total);
}

std::vector<double> klByDefinition(const Scene& scene) {
  std::vector<double> kl(latent);
  for (std::size_t i = 0; i < scene.mu.size(); ++i) {
    const double m = scene.mu[i], l = scene.logvar[i];
    kl[i % latent] += 0.5 * (m * m + std::exp(l) - l - 1.0) / count;
  }
  return kl;
}

TEST(Kl, OfEachDimension) {
  const Scene scene("vae");
  const Losses losses = scene.losses(settingsFor(*scene.model));
  const std::vector<double> expected = klByDefinition(scene);
  ASSERT_EQ(losses.klOfDimensions.size(), latent);
  for (std::size_t j = 0; j < latent; ++j)
    EXPECT_NEAR(losses.klOfDimensions[j], expected[j], 1e-6 * (1.0 + expected[j]));
  EXPECT_NEAR(losses.kl, std::accumulate(expected.begin(), expected.end(), 0.0), 1e-5);
}

TEST(Kl, FreeBitsAreAFloorForEachDimension) {
  const Scene scene("vae");
  const std::vector<double> kl = klByDefinition(scene);
  LossSettings settings = settingsFor(*scene.model, 2.0);
  settings.weights.freeBits = 0.5 * (kl[0] + kl[1]);  // between two of them
  settings.klScale = 0.5;
  double expected = 0.0;
  for (const double each : kl) expected += std::max(each, settings.weights.freeBits);
  const Losses losses = scene.losses(settings);
  EXPECT_NEAR(losses.loss - losses.reconstruction, 2.0 * 0.5 * expected, 1e-5 * expected);
}

TEST(Capacity, LeadsTheKlToC) {
  const Scene scene("beta-vae");
  LossSettings settings = settingsFor(*scene.model);
  settings.weights.capacity = 25.0;
  settings.weights.gamma = 1000.0;
  for (const double capacity : {0.0, 3.0, 25.0}) {
    settings.capacity = capacity;
    const Losses losses = scene.losses(settings);
    EXPECT_NEAR(losses.loss - losses.reconstruction, 1000.0 * std::abs(losses.kl - capacity), 1e-3);
  }
}

// Chen et al. 2018, appendix C: the weights of both estimators.
double logWeight(TcEstimator estimator, std::size_t i, std::size_t j, double total) {
  const double n = count, others = n - 1.0;
  if (estimator == TcEstimator::weighted) return -std::log(n * total);
  if (i == j) return -std::log(total);
  return j == (i + 1) % count ? std::log((total - others) / (total * others)) : -std::log(others);
}

TEST(Decomposition, IsThatOfThePaper) {
  const Scene scene("beta-tcvae");
  for (const auto estimator : {TcEstimator::stratified, TcEstimator::weighted}) {
    LossSettings settings = settingsFor(*scene.model, 6.0);
    settings.weights.estimator = estimator;
    settings.trainCount = 60000;
    double codeGivenIndex = 0.0, code = 0.0, marginals = 0.0, prior = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<double> joint(count);
      for (std::size_t j = 0; j < count; ++j) joint[j] = logWeight(estimator, i, j, 60000.0);
      for (std::size_t k = 0; k < latent; ++k) {
        const double z = scene.z[i * latent + k];
        std::vector<double> marginal(count);
        for (std::size_t j = 0; j < count; ++j) {
          const double density =
              logNormal(z, scene.mu[j * latent + k], scene.logvar[j * latent + k]);
          joint[j] += density;
          marginal[j] = density + logWeight(estimator, i, j, 60000.0);
          if (i == j) codeGivenIndex += density / count;
        }
        marginals += logSumExp(marginal) / count;
        prior += logNormal(z, 0.0, 0.0) / count;
      }
      code += logSumExp(joint) / count;
    }
    const Losses losses = scene.losses(settings);
    EXPECT_NEAR(losses[Term::mutualInformation], codeGivenIndex - code, 1e-5);
    EXPECT_NEAR(losses[Term::totalCorrelation], code - marginals, 1e-5);
    EXPECT_NEAR(losses[Term::dimensionKl], marginals - prior, 1e-5);
    EXPECT_NEAR(losses.loss - losses.reconstruction,
                codeGivenIndex - code + 6.0 * (code - marginals) + marginals - prior, 1e-4);
  }
}

TEST(Decomposition, StratifiedWeightsOfARowAddUpToOne) {
  for (const std::int64_t n : {2, 7, 128})
    for (const std::int64_t total : {n, n + 1, std::int64_t{60000}}) {
      const ImportanceWeights weights = importanceWeights(TcEstimator::stratified, n, total);
      EXPECT_NEAR(std::exp(weights.own) + std::exp(weights.next) +
                      static_cast<double>(n - 2) * std::exp(weights.others),
                  1.0, 1e-12);
    }
}

TEST(Decomposition, PartsOfAnIndependentCodeVanish) {
  // All posteriors are the prior: no information, no correlation, no divergence.
  constexpr std::int64_t n = 200, dimensions = 4;
  const std::vector<float> z = someNoise(n * dimensions);
  const std::vector<float> zero(z.size(), 0.0f), one(z.size(), 1.0f);
  const Decomposition parts =
      decompose({z.data(), zero.data(), zero.data(), one.data(), n, dimensions,
                 importanceWeights(TcEstimator::stratified, n, 60000), 1.0, 1.0},
                {});
  EXPECT_NEAR(parts.mutualInformation, 0.0, 1e-5);
  EXPECT_NEAR(parts.totalCorrelation, 0.0, 1e-5);
  EXPECT_NEAR(parts.dimensionKl, 0.0, 1e-5);
}

TEST(Decomposition, ABatchOfOneIsFinite) {
  const Scene scene("beta-tcvae");
  const Losses losses = scene.model->evaluate(
      {std::span(scene.pixels).first(64), {}, std::span(scene.noise).first(latent), {}},
      settingsFor(*scene.model, 6.0));
  EXPECT_TRUE(std::isfinite(losses.loss));
  EXPECT_NEAR(losses[Term::mutualInformation], 0.0, 1e-5);
}

TEST(Dip, IsTheCovariancesDistanceFromTheIdentity) {
  const Scene scene("dip-vae");
  for (const auto kind : {DipKind::one, DipKind::two}) {
    LossSettings settings = settingsFor(*scene.model);
    settings.weights.dip = kind;
    settings.weights.lambdaOd = 3.0;
    settings.weights.lambdaD = 5.0;
    double penalty = 0.0;
    for (std::size_t a = 0; a < latent; ++a)
      for (std::size_t b = 0; b < latent; ++b) {
        double ab = 0.0, meanA = 0.0, meanB = 0.0, variance = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
          const double x = scene.mu[i * latent + a], y = scene.mu[i * latent + b];
          ab += x * y / count;
          meanA += x / count;
          meanB += y / count;
          variance += std::exp(static_cast<double>(scene.logvar[i * latent + a])) / count;
        }
        double covariance = ab - meanA * meanB;
        if (a == b && kind == DipKind::two) covariance += variance;
        penalty += a == b ? 5.0 * std::pow(covariance - 1.0, 2) : 3.0 * covariance * covariance;
      }
    const Losses losses = scene.losses(settings);
    EXPECT_NEAR(losses[Term::covariance], penalty, 1e-5 * penalty);
    EXPECT_NEAR(losses.loss, losses.reconstruction + losses.kl + penalty, 1e-5 * losses.loss);
  }
}

TEST(Mmd, IsTheUnbiasedEstimateBetweenCodesAndPriorSamples) {
  const Scene scene("info-vae");
  LossSettings settings = settingsFor(*scene.model);
  settings.weights.alpha = 0.3;
  settings.weights.lambda = 20.0;
  settings.drawSeed = 9;
  std::vector<float> prior(count * latent);
  Random(9, std::uint64_t{1} << 56).fillNormal(prior);
  for (const auto kind : {MmdKernel::inverseMultiquadratic, MmdKernel::gaussian}) {
    settings.weights.kernel = kind;
    const auto kernel = [&](const std::vector<float>& x, std::size_t i, const std::vector<float>& y,
                            std::size_t j) {
      double distance = 0.0;
      for (std::size_t k = 0; k < latent; ++k)
        distance += std::pow(x[i * latent + k] - y[j * latent + k], 2);
      const double width = 2.0 * latent;
      return kind == MmdKernel::gaussian ? std::exp(-distance / width) : width / (width + distance);
    };
    double mmd = 0.0;
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < count; ++j) {
        if (i != j)
          mmd += (kernel(scene.z, i, scene.z, j) + kernel(prior, i, prior, j)) /
                 (count * (count - 1.0));
        mmd -= 2.0 * kernel(scene.z, i, prior, j) / (count * static_cast<double>(count));
      }
    const Losses losses = scene.losses(settings);
    EXPECT_NEAR(losses[Term::mmd], mmd, 1e-5);
    EXPECT_NEAR(losses.loss, losses.reconstruction + 0.7 * losses.kl + 19.3 * mmd, 1e-3);
  }
}

TEST(Mmd, WithAlphaOneIsAWassersteinAutoencoder) {
  const Scene scene("info-vae");
  LossSettings settings = settingsFor(*scene.model);
  settings.weights.alpha = 1.0;
  settings.weights.lambda = 10.0;
  const Losses losses = scene.losses(settings);
  EXPECT_NEAR(losses.loss, losses.reconstruction + 10.0 * losses[Term::mmd], 1e-4);
}

TEST(FactorVae, TheDiscriminatorLearnsToTellCodesFromPermutedOnes) {
  const Scene scene("factor-vae");
  // Codes whose dimensions are copies of each other are as dependent as can be.
  const std::size_t many = 64;
  const auto pixels = somePixels(scene.spec.shape, many);
  StepOptions options;
  options.learningRate = 0.0;  // the network stays; the discriminator alone learns
  options.loss = settingsFor(*scene.model);
  options.loss.weights.gamma = 35.0;
  Tensors weights = scene.model->weights();
  for (Tensor& tensor : weights) {
    if (tensor.name == "mu.0.weight")
      for (std::size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] = 20.0f * tensor.values[i % 12];
    if (tensor.name == "mu.0.bias")
      for (float& value : tensor.values) value = 0.0f;
    if (tensor.name == "logvar.0.bias")
      for (float& value : tensor.values) value = -6.0f;
  }
  scene.model->setWeights(weights);
  const auto noise = someNoise(static_cast<int>(many * latent));
  double first = 0.0, last = 0.0;
  for (std::uint64_t step = 0; step < 60; ++step) {
    options.loss.drawSeed = step;
    const Losses losses = scene.model->trainStep({pixels, {}, noise, {}}, options).losses;
    if (step == 0) first = losses[Term::discriminator];
    last = losses[Term::discriminator];
    EXPECT_NEAR(losses.loss,
                losses.reconstruction + losses.kl + 35.0 * losses[Term::totalCorrelation], 1e-3);
  }
  EXPECT_NEAR(first, std::log(2.0), 0.05) << "it begins by guessing";
  EXPECT_LT(last, 0.6);
}

// -log p(x|z) of sample i, from what decode() gives.
double nllOf(const Scene& scene, std::size_t i, std::span<const float> z) {
  std::vector<float> means(64);
  scene.model->decode(z, means);
  double nll = 0.0;
  for (std::size_t p = 0; p < 64; ++p) {
    const double m = means[p], x = scene.pixels[i * 64 + p];
    nll -= x * std::log(m) + (1.0 - x) * std::log1p(-m);
  }
  return nll;
}

double logWeightOf(const Scene& scene, std::size_t i, std::span<const float> z) {
  double weight = -nllOf(scene, i, z);
  for (std::size_t k = 0; k < latent; ++k)
    weight += logNormal(z[k], 0.0, 0.0) -
              logNormal(z[k], scene.mu[i * latent + k], scene.logvar[i * latent + k]);
  return weight;
}

TEST(Iwae, IsTheBoundOfKSamples) {
  constexpr int samples = 4;
  const Scene scene("iwae", samples);
  LossSettings settings = settingsFor(*scene.model);
  settings.weights.samples = samples;
  double expected = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<double> weights;
    for (std::size_t k = 0; k < samples; ++k)
      weights.push_back(
          logWeightOf(scene, i, std::span(scene.z).subspan((i * samples + k) * latent, latent)));
    expected -= (logSumExp(weights) - std::log(static_cast<double>(samples))) / count;
  }
  EXPECT_NEAR(scene.losses(settings).loss, expected, 1e-5 * expected);
}

// Decoders of one hidden ReLU layer take a shorter way; the others do not.
class ImportanceBoundOf : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(ImportanceBoundOf, ItsDraws) {
  const Scene scene("vae", 1, {GetParam()});
  constexpr int samples = 600;  // more than are decoded at a time
  std::vector<double> bounds(count);
  scene.model->importanceBound(scene.pixels, samples, 0.1, 5, 40, bounds);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<float> noise(samples * latent);
    Random random(5, 40 + i);
    // Drawn in the pieces in which they are decoded.
    random.fillNormal(std::span(noise).first(512 * latent));
    random.fillNormal(std::span(noise).subspan(512 * latent));
    std::vector<double> weights;
    for (std::size_t k = 0; k < samples; ++k) {
      std::vector<float> z(latent);
      for (std::size_t d = 0; d < latent; ++d)
        z[d] = scene.mu[i * latent + d] +
               std::exp(0.5f * scene.logvar[i * latent + d]) * noise[k * latent + d];
      weights.push_back(logWeightOf(scene, i, z));
    }
    EXPECT_NEAR(bounds[i], logSumExp(weights) - std::log(static_cast<double>(samples)), 1e-3);
  }
}

INSTANTIATE_TEST_SUITE_P(
    EachDecoder, ImportanceBoundOf,
    testing::Values(std::pair{"activation", "relu"}, std::pair{"activation", "leaky_relu"},
                    std::pair{"activation", "tanh"}, std::pair{"activation", "glu"},
                    std::pair{"hidden", "12,9"}, std::pair{"hidden", "2"},
                    std::pair{"hidden", "none"}, std::pair{"batch_norm", "on"},
                    std::pair{"dropout", "0.4"}),
    [](const auto& run) {
      std::string name = run.param.first + "_" + run.param.second;
      std::ranges::replace_if(
          name, [](unsigned char c) { return !std::isalnum(c); }, '_');
      return name;
    });

TEST(ImportanceBound, TightensWithMoreSamples) {
  const Scene scene("vae");
  std::vector<double> few(count), many(count);
  double fewMean = 0.0, manyMean = 0.0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    scene.model->importanceBound(scene.pixels, 1, 0.1, seed, 0, few);
    scene.model->importanceBound(scene.pixels, 200, 0.1, seed, 0, many);
    for (std::size_t i = 0; i < count; ++i) fewMean += few[i], manyMean += many[i];
  }
  EXPECT_GT(manyMean, fewMean);
}

TEST(ImportanceBound, NeedsAPosterior) {
  const Scene scene("ae");
  std::vector<double> bounds(count);
  EXPECT_THROW(scene.model->importanceBound(scene.pixels, 5, 0.1, 0, 0, bounds), Error);
}

}  // namespace
}  // namespace latlas::model
