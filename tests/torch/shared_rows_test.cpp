// Threads that share a batch's rows: the same numbers as one thread's, up to rounding, and the same
// bits each time.
#include <gtest/gtest.h>

#include <cmath>
#include <mutex>
#include <set>
#include <thread>

#include "core/base/error.h"
#include "core/model/torch/threads/shares.h"
#include "core/model/torch/threads/threads.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr int kSamples = 7;  // shares of 3 and 4, or of 2, 2 and 3
constexpr int kDraws = 3;    // iwae

ModelSpec specWith(const Settings& settings) {
  Config config;
  for (const auto& [key, value] : settings) setKey(config, key, value);
  ModelSpec spec = smallSpec(config.model.architecture);
  const std::vector<int> hidden = spec.config.hidden, channels = spec.config.channels;
  spec.config = config.model;
  spec.config.hidden = hidden;
  spec.config.channels = channels;
  spec.config.latent = 3;
  return spec;
}

std::unique_ptr<Learner> modelWith(const ModelSpec& spec, int threads) {
  return makeTorchLearner({.spec = spec,
                           .seed = 4,
                           .threads = threads,
                           .device = Device::cpu,
                           .purpose = Purpose::trainingAlone,
                           .optimizer = Optimizer::sgd});
}

struct Outcome {
  std::vector<double> losses, norms;
  Tensors weights;
  Losses heldOut;
};

Outcome outcomeOf(const ModelSpec& spec, int threads, int samples, std::uint64_t most = 4) {
  const auto model = modelWith(spec, threads);
  StepOptions options{.loss = settingsFor(*model), .learningRate = 1e-4, .momentum = 0.9};
  Config defaults;
  selectObjective(defaults, spec.config.objective);
  options.loss.weights = defaults.loss;
  options.loss.weights.samples = kDraws;
  const std::vector<float> pixels = somePixels(spec.shape, samples);
  const int draws = spec.config.objective == Objective::iwae ? kDraws : 1;
  Outcome outcome;
  // Adam's first steps are of one size for whatever gradient, also for one that is nothing but
  // rounding: FactorVAE's discriminator, which learns by Adam, is the same for one step.
  const std::uint64_t steps = spec.config.objective == Objective::factorVae ? 1 : most;
  for (std::uint64_t step = 0; step < steps; ++step) {
    options.loss.drawSeed = step;
    const std::vector<float> noise = someNoise(samples * draws * 3, step);
    const StepResult result = trainOn(*model, pixels, noise, options);
    EXPECT_TRUE(result.applied()) << result.notFinite;
    outcome.losses.push_back(result.losses.loss);
    outcome.norms.push_back(result.gradientNorm);
  }
  outcome.weights = model->weights();
  const std::vector<float> noise = someNoise(samples * draws * 3, 99);
  outcome.heldOut = model->evaluate({pixels, {}, noise, {}}, options.loss);
  return outcome;
}

void expectNear(double found, double expected, double relative) {
  EXPECT_NEAR(found, expected, relative * std::max(1.0, std::fabs(expected)));
}

void expectSame(const Outcome& found, const Outcome& expected) {
  ASSERT_EQ(found.losses.size(), expected.losses.size());
  for (std::size_t i = 0; i < found.losses.size(); ++i) {
    expectNear(found.losses[i], expected.losses[i], 1e-5);
    expectNear(found.norms[i], expected.norms[i], 1e-4);
  }
  expectNear(found.heldOut.loss, expected.heldOut.loss, 1e-5);
  expectNear(found.heldOut.kl, expected.heldOut.kl, 1e-5);
  ASSERT_EQ(found.weights.size(), expected.weights.size());
  for (std::size_t i = 0; i < found.weights.size(); ++i)
    for (std::size_t k = 0; k < found.weights[i].values.size(); ++k)
      ASSERT_NEAR(found.weights[i].values[k], expected.weights[i].values[k], 2e-5)
          << found.weights[i].name;
}

class SharedRows : public testing::TestWithParam<Settings> {};

TEST_P(SharedRows, GiveWhatOneThreadGives) {
  const ModelSpec spec = specWith(GetParam());
  // With two samples there are fewer rows than three threads.
  for (const int samples : {kSamples, 2}) {
    const Outcome alone = outcomeOf(spec, 1, samples);
    for (const int threads : {2, 3}) {
      SCOPED_TRACE(std::to_string(threads) + " threads, " + std::to_string(samples) + " samples");
      expectSame(outcomeOf(spec, threads, samples), alone);
    }
  }
}

TEST_P(SharedRows, GiveTheSameBitsEachTime) {
  const ModelSpec spec = specWith(GetParam());
  const Outcome first = outcomeOf(spec, 2, kSamples), second = outcomeOf(spec, 2, kSamples);
  EXPECT_EQ(first.losses, second.losses);
  EXPECT_EQ(first.norms, second.norms);
  EXPECT_EQ(first.weights, second.weights);
}

INSTANTIATE_TEST_SUITE_P(
    EachKind, SharedRows,
    testing::Values(
        Settings{{"objective", "vae"}}, Settings{{"objective", "ae"}},
        Settings{{"objective", "iwae"}}, Settings{{"objective", "beta-tcvae"}},
        Settings{{"objective", "dip-vae"}}, Settings{{"objective", "info-vae"}},
        Settings{{"objective", "factor-vae"}}, Settings{{"objective", "rae"}},
        Settings{{"model", "conv"}, {"objective", "rae"}},
        Settings{{"objective", "rae"}, {"dropout", "0.3"}}, Settings{{"activation", "glu"}},
        Settings{{"likelihood", "gaussian"}, {"learn_sigma", "on"}},
        Settings{{"objective", "iwae"}, {"likelihood", "laplace"}, {"learn_sigma", "on"}},
        Settings{{"model", "conv"}}, Settings{{"model", "conv"}, {"objective", "ae"}},
        Settings{{"batch_norm", "on"}}, Settings{{"dropout", "0.3"}},
        Settings{{"model", "conv"}, {"batch_norm", "on"}, {"dropout", "0.3"}}),
    [](const auto& run) {
      std::string name = std::to_string(run.index);
      for (const auto& [key, value] : run.param) name += "_" + key + "_" + value;
      for (char& c : name)
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
      return name;
    });

// A sample's activations are 1.3 MB: one thread takes the batch in two pieces, or with three draws
// in four; each of four threads has so few rows that they are one.
TEST(SharedRows, MayGoThroughInPieces) {
  const Settings conv{{"model", "conv"}};
  const std::vector<Settings> kinds{conv,
                                    {{"model", "conv"}, {"objective", "iwae"}},
                                    {{"model", "conv"}, {"objective", "ae"}},
                                    {{"model", "conv"}, {"objective", "beta-tcvae"}}};
  for (const Settings& settings : kinds) {
    ModelSpec spec = specWith(settings);
    spec.shape = {1, 96, 96};
    spec.config.channels = {32, 8};
    const Outcome pieces = outcomeOf(spec, 1, 130, 1), whole = outcomeOf(spec, 4, 130, 1);
    expectNear(pieces.losses.front(), whole.losses.front(), 1e-6);
    expectNear(pieces.norms.front(), whole.norms.front(), 1e-6);
    for (std::size_t tensor = 0; tensor < whole.weights.size(); ++tensor)
      for (std::size_t i = 0; i < whole.weights[tensor].values.size(); ++i)
        ASSERT_NEAR(pieces.weights[tensor].values[i], whole.weights[tensor].values[i], 1e-6)
            << whole.weights[tensor].name;
  }
}

TEST(SharedRows, OfAnImportanceWeightedBoundAreThoseOfOneThread) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const std::vector<float> pixels = somePixels(spec.shape, kSamples);
  const auto boundsWith = [&](int threads) {
    std::vector<double> bounds(kSamples);
    makeTorchLearner({.spec = spec,
                      .seed = 4,
                      .threads = threads,
                      .device = Device::cpu,
                      .purpose = Purpose::evaluation})
        ->importanceBound(pixels, 1500, spec.config.sigma, 5, 6, bounds);
    return bounds;
  };
  const std::vector<double> alone = boundsWith(1), shared = boundsWith(3);
  for (std::size_t i = 0; i < alone.size(); ++i) expectNear(shared[i], alone[i], 1e-5);
}

TEST(Shares, AreAThreadEachAndCoverAllRows) {
  useThreads({3, 1}, ThreadUse::learning);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::vector<int> seen(10, 0);
  shareRows(10, 3, [&](std::int64_t, std::int64_t begin, std::int64_t size) {
    const std::scoped_lock lock(mutex);
    threads.insert(std::this_thread::get_id());
    for (std::int64_t row = begin; row < begin + size; ++row) ++seen[static_cast<std::size_t>(row)];
  });
  EXPECT_EQ(threads.size(), 3u);
  EXPECT_EQ(seen, std::vector<int>(10, 1));
}

TEST(Shares, HandOnWhatIsThrown) {
  useThreads({2, 1}, ThreadUse::learning);
  EXPECT_THROW(shareRows(4, 2,
                         [](std::int64_t share, std::int64_t, std::int64_t) {
                           if (share == 1) throw Error("it does not work");
                         }),
               Error);
}

}  // namespace
}  // namespace latlas::model
