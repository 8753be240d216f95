// The hand-written backward pass against finite differences of the loss. Seen from outside: the
// gradient is read from Adam's first moment, which after one step is 0.1 g.
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>

#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr int count = 6, samples = 3;

// A name for the test and the keys that differ from the small model's.
struct Case {
  std::string name;
  std::vector<std::pair<std::string, std::string>> keys;
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }

class Gradients : public testing::TestWithParam<Case> {};

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

double norm(const std::vector<float>& a) { return std::sqrt(dot(a, a)); }

std::vector<float> ofLengthOne(std::vector<float> direction) {
  const double length = norm(direction);
  for (float& value : direction) value = static_cast<float>(value / length);
  return direction;
}

// d loss / d tensor along `direction` (of length 1).
double slope(Learner& model, const Tensors& start, std::size_t tensor,
             const std::vector<float>& direction, float reach, auto lossOf) {
  double ends[2];
  for (const int side : {0, 1}) {
    Tensors moved = start;
    for (std::size_t i = 0; i < direction.size(); ++i)
      moved[tensor].values[i] += (side == 0 ? -reach : reach) * direction[i];
    model.setWeights(moved);
    ends[side] = lossOf();
  }
  return (ends[1] - ends[0]) / (2.0 * reach);
}

Config configOf(const Case& test) {
  Config config;
  config.model = smallSpec(Architecture::mlp, {2, 9, 8}).config;
  config.model.activation = Activation::tanh;
  config.model.sigma = 0.5;
  config.loss.samples = samples;
  for (const auto& [key, value] : test.keys)
    if (key == "model") config.model = smallSpec(Architecture::conv, {2, 9, 8}).config;
  for (const auto& [key, value] : test.keys) setKey(config, key, value);
  return config;
}

TEST_P(Gradients, AreTheSlopesOfTheLoss) {
  const Config config = configOf(GetParam());
  const ModelSpec spec{config.model, {2, 9, 8}};
  const auto model = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, count);
  const int draws = config.model.objective == Objective::iwae ? samples : 1;
  const auto noise = someNoise(count * draws * 3);
  StepOptions options;
  options.loss.weights = config.loss;
  options.loss.sigma = config.model.sigma;
  options.loss.klScale = 0.8;
  options.loss.capacity = 1.5;
  options.loss.trainCount = 500;
  options.loss.drawSeed = 77;
  const Batch batch{pixels, {}, noise, {}};
  // Rounding noise falls with the reach of the differences, curvature grows; across the kinks of
  // rectifiers a short reach is better, and still less exact. A small batch's own statistics bend
  // the loss most.
  const bool hasKinks = config.model.activation == Activation::relu ||
                        config.model.activation == Activation::leakyRelu ||
                        config.model.objective == Objective::factorVae ||
                        config.model.likelihood == Likelihood::laplace;
  const float reach = hasKinks ? 0.0003f : config.model.batchNorm ? 0.002f : 0.01f;
  const double tolerance = hasKinks ? 5e-2 : 5e-3, roundingNoise = hasKinks ? 1e-2 : 3e-3;
  // What training sees differs from what evaluation sees: then steps tell the loss.
  const bool lossOfSteps = config.model.batchNorm || config.model.dropout > 0.0;

  const Tensors start = model->weights();
  const StepResult step = model->trainStep(batch, options);
  ASSERT_TRUE(step.applied());
  const Tensors state = model->optimizerState();
  const auto lossOf = [&] {
    return lossOfSteps ? model->trainStep(batch, options).losses.loss
                       : model->evaluate(batch, options.loss).loss;
  };
  // The discriminator has learned since: its first weights come back with the model.
  std::unique_ptr<Learner> fresh = SmallModel{spec}.make();
  model->setOptimizerState(fresh->optimizerState());
  double squares = 0.0;
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (start[i].name.find("running") != std::string::npos) continue;
    std::vector<float> gradient = tensorNamed(state, start[i].name + ".m").values;
    for (float& value : gradient) value *= 10.0f;
    squares += dot(gradient, gradient);
    // In front of batch norm a bias does nothing.
    if (config.model.batchNorm && norm(gradient) < 1e-4) continue;
    ASSERT_GT(norm(gradient), 0.0) << start[i].name;

    // Along itself a gradient falls short when a part of it is wrong; along other directions it
    // shows parts that are missing.
    const double along = slope(*model, start, i, ofLengthOne(gradient), reach, lossOf);
    EXPECT_NEAR(along, norm(gradient), tolerance * norm(gradient) + roundingNoise) << start[i].name;
    for (std::uint64_t draw = 0; draw < 3; ++draw) {
      const auto direction = ofLengthOne(someNoise(static_cast<int>(gradient.size()), 100 + draw));
      EXPECT_NEAR(slope(*model, start, i, direction, reach, lossOf), dot(gradient, direction),
                  tolerance * norm(gradient) + roundingNoise)
          << start[i].name;
    }
  }
  EXPECT_NEAR(step.gradientNorm, std::sqrt(squares), 1e-5 * step.gradientNorm);
}

std::vector<Case> allCases() {
  std::vector<Case> cases;
  for (const std::string model : {"mlp", "conv"})
    for (const std::string activation : {"relu", "leaky_relu", "silu", "gelu", "tanh", "glu"})
      cases.push_back({model + "_" + activation, {{"model", model}, {"activation", activation}}});
  for (const std::string objective : {"ae", "vae", "iwae"})
    for (const std::string likelihood : {"gaussian", "laplace", "discretized-logistic"})
      for (const std::string learned : {"on", "off"})
        cases.push_back(
            {objective + "_" + likelihood + "_" + learned,
             {{"objective", objective}, {"likelihood", likelihood}, {"learn_sigma", learned}}});
  for (const std::string model : {"mlp", "conv"}) {
    const std::pair<std::string, std::string> architecture{"model", model};
    cases.push_back({model + "_batch_norm",
                     {architecture, {"activation", "tanh"}, {"batch_norm", "on"}}});
    cases.push_back({model + "_batch_norm_silu",
                     {architecture, {"batch_norm", "on"}, {"activation", "silu"}}});
    cases.push_back({model + "_dropout", {architecture, {"dropout", "0.3"}}});
    cases.push_back({model + "_iwae", {architecture, {"objective", "iwae"}}});
  }
  cases.push_back({"gaussian_sigmoid", {{"likelihood", "gaussian"}, {"output", "sigmoid"}}});
  cases.push_back({"ae", {{"objective", "ae"}}});
  cases.push_back({"beta_vae", {{"objective", "beta-vae"}}});
  cases.push_back({"capacity", {{"objective", "beta-vae"}, {"capacity", "5"}, {"gamma", "20"}}});
  cases.push_back({"free_bits", {{"objective", "vae"}, {"free_bits", "0.02"}}});
  cases.push_back({"tcvae_stratified", {{"objective", "beta-tcvae"}}});
  cases.push_back({"tcvae_weighted", {{"objective", "beta-tcvae"}, {"estimator", "weighted"}}});
  cases.push_back({"factor_vae", {{"objective", "factor-vae"}}});
  cases.push_back({"dip_one", {{"objective", "dip-vae"}, {"lambda_d", "30"}}});
  cases.push_back({"dip_two", {{"objective", "dip-vae"}, {"dip", "ii"}}});
  cases.push_back({"info_vae", {{"objective", "info-vae"}, {"lambda", "50"}}});
  const std::pair<std::string, std::string> rae{"objective", "rae"}, lambda{"lambda", "0.5"};
  cases.push_back({"rae", {rae, {"rae_regularizer", "none"}}});
  cases.push_back({"rae_weight_decay", {rae, lambda, {"rae_regularizer", "weight_decay"}}});
  for (const std::string model : {"mlp", "conv"})
    for (const std::string likelihood : {"bernoulli", "gaussian"})
      cases.push_back(
          {"rae_gradient_penalty_" + model + "_" + likelihood,
           {{"model", model}, {"activation", "tanh"}, rae, lambda, {"likelihood", likelihood}}});
  cases.push_back({"rae_batch_norm", {rae, lambda, {"batch_norm", "on"}}});
  cases.push_back({"rae_dropout", {rae, lambda, {"dropout", "0.3"}}});
  cases.push_back({"wae_mmd", {{"objective", "info-vae"}, {"alpha", "1"}, {"kernel", "gaussian"}}});
  return cases;
}

std::string nameOf(const testing::TestParamInfo<Case>& test) {
  std::string name = test.param.name;
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Gradients, testing::ValuesIn(allCases()), nameOf);

}  // namespace
}  // namespace latlas::model
