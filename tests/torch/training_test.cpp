// Training: Adam, clipping, what happens to numbers that are not finite, and that one seed has one
// result.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <iomanip>
#include <limits>

#include "core/base/random.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr int count = 16;

// One batch and noise for each step, the same for everyone.
struct Stream {
  ModelSpec spec;

  StepResult step(Learner& model, int index, const StepOptions& options = {}) const {
    const auto seed = static_cast<std::uint64_t>(index);
    return trainOn(model, somePixels(spec.shape, count, 1000 + seed),
                   someNoise(count * spec.config.latent, 2000 + seed), options);
  }
};

TEST(Adam, IsThatOfThePaper) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const auto model = SmallModel{spec}.make();
  const Stream stream{spec};
  const Tensors start = model->weights();
  // Moments in double, from the gradients that the model's own first moment gives away.
  std::vector<std::vector<double>> w, m, v;
  for (const Tensor& tensor : start) {
    w.emplace_back(tensor.values.begin(), tensor.values.end());
    m.emplace_back(tensor.values.size());
    v.emplace_back(tensor.values.size());
  }
  Tensors before = model->optimizerState();
  for (int step = 1; step <= 6; ++step) {
    const double rate = step < 4 ? 1e-2 : 3e-3;
    stream.step(*model, step, {.learningRate = rate});
    const Tensors after = model->optimizerState(), weights = model->weights();
    for (std::size_t t = 0; t < start.size(); ++t) {
      const auto& oldMean = tensorNamed(before, start[t].name + ".m").values;
      const auto& newMean = tensorNamed(after, start[t].name + ".m").values;
      for (std::size_t i = 0; i < oldMean.size(); ++i) {
        const double g = (static_cast<double>(newMean[i]) - 0.9 * oldMean[i]) / 0.1;
        m[t][i] = 0.9 * m[t][i] + 0.1 * g;
        v[t][i] = 0.999 * v[t][i] + 0.001 * g * g;
        const double unbiasedMean = m[t][i] / (1.0 - std::pow(0.9, step));
        const double unbiasedSquare = v[t][i] / (1.0 - std::pow(0.999, step));
        w[t][i] -= rate * unbiasedMean / (std::sqrt(unbiasedSquare) + 1e-8);
        ASSERT_NEAR(weights[t].values[i], w[t][i], 1e-4 * rate * step + 1e-6)
            << start[t].name << "[" << i << "], step " << step;
      }
    }
    before = after;
    EXPECT_EQ(before.back().values.front(), static_cast<float>(step));
  }
}

TEST(Clipping, ScalesTheWholeGradientToTheLimit) {
  const ModelSpec spec = smallSpec(Architecture::conv);
  const Stream stream{spec};
  const auto free = SmallModel{spec}.make(), clipped = SmallModel{spec}.make();
  const double norm = stream.step(*free, 1).gradientNorm;
  const double limit = norm / 8.0;
  EXPECT_EQ(stream.step(*clipped, 1, {.clip = limit}).gradientNorm, norm) << "before clipping";
  const Tensors whole = free->optimizerState(), scaled = clipped->optimizerState();
  double squares = 0.0;
  for (const Tensor& tensor : clipped->weights()) {
    const auto& mean = tensorNamed(scaled, tensor.name + ".m").values;
    const auto& unclipped = tensorNamed(whole, tensor.name + ".m").values;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      squares += std::pow(10.0 * mean[i], 2);
      ASSERT_NEAR(mean[i], unclipped[i] / 8.0f, 1e-5 * std::abs(mean[i]) + 1e-9);
    }
  }
  EXPECT_NEAR(std::sqrt(squares), limit, 1e-5 * limit);
}

TEST(Clipping, LeavesSmallerGradientsAlone) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const Stream stream{spec};
  const auto free = SmallModel{spec}.make(), limited = SmallModel{spec}.make();
  const double norm = stream.step(*free, 1).gradientNorm;
  stream.step(*limited, 1, {.clip = norm * 1.01});
  EXPECT_EQ(free->weights(), limited->weights());
}

class NotFinite : public testing::TestWithParam<Architecture> {};

void expectNothingChanges(Learner& model, std::span<const float> pixels,
                          std::span<const float> noise, const StepOptions& options = {}) {
  const Tensors weights = model.weights(), state = model.optimizerState();
  EXPECT_FALSE(trainOn(model, pixels, noise, options).applied());
  EXPECT_EQ(model.weights(), weights);
  EXPECT_EQ(model.optimizerState(), state);
}

TEST_P(NotFinite, LossesChangeNothing) {
  const ModelSpec spec = smallSpec(GetParam());
  const auto model = SmallModel{spec}.make();
  const Stream stream{spec};
  stream.step(*model, 1);
  const auto good = somePixels(spec.shape, count);
  const auto noise = someNoise(count * 3);
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    auto pixels = good, draws = noise;
    pixels[77] = bad;
    expectNothingChanges(*model, pixels, noise);
    draws[5] = bad;
    expectNothingChanges(*model, good, draws);
  }
  EXPECT_TRUE(trainOn(*model, good, noise).applied()) << "and the next good batch is taken";
}

TEST_P(NotFinite, GradientsChangeNothing) {
  // The loss is large but finite; its gradient overflows a float.
  ModelSpec spec = smallSpec(GetParam());
  spec.config.likelihood = Likelihood::gaussian;
  spec.config.sigma = 1e-18;
  const auto model = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, count);
  const auto noise = someNoise(count * 3);
  EXPECT_TRUE(std::isfinite(lossesOf(*model, pixels, noise, 1.0).loss));
  expectNothingChanges(*model, pixels, noise);
  expectNothingChanges(*model, pixels, noise, {.clip = 1.0});
}

// Batch norm meets the batch before anyone knows its loss.
TEST_P(NotFinite, StepsLeaveRunningAveragesAndTheNextStepAsTheyWere) {
  ModelSpec spec = smallSpec(GetParam());
  spec.config.batchNorm = true;
  const Stream stream{spec};
  for (const int goodSteps : {0, 2}) {
    const auto model = SmallModel{spec}.make(), spared = SmallModel{spec}.make();
    for (int step = 0; step < goodSteps; ++step) {
      stream.step(*model, step);
      stream.step(*spared, step);
    }
    auto pixels = somePixels(spec.shape, count);
    const auto noise = someNoise(count * 3);
    pixels[77] = std::numeric_limits<float>::quiet_NaN();
    expectNothingChanges(*model, pixels, noise);
    // As finite as the loss is, the gradient is not.
    pixels[77] = 0.5f;
    expectNothingChanges(*model, pixels, noise,
                         {.loss = {.weights = {.beta = std::numeric_limits<float>::max()}}});
    EXPECT_EQ(stream.step(*model, 7).losses.loss, stream.step(*spared, 7).losses.loss);
    EXPECT_EQ(model->weights(), spared->weights());
    EXPECT_EQ(model->optimizerState(), spared->optimizerState());
  }
}

INSTANTIATE_TEST_SUITE_P(All, NotFinite, testing::Values(Architecture::mlp, Architecture::conv),
                         [](const auto& test) {
                           return test.param == Architecture::mlp ? "Mlp" : "Conv";
                         });

TEST(OneSeed, HasOneResult) {
  for (const auto architecture : {Architecture::mlp, Architecture::conv}) {
    const ModelSpec spec = smallSpec(architecture, {1, 28, 28});
    const Stream stream{spec};
    for (const int threads : {1, 2}) {
      const LearnerRequest request{.spec = spec, .seed = 3, .threads = threads};
      const auto first = makeTorchLearner(request), second = makeTorchLearner(request);
      for (int step = 0; step < 5; ++step) {
        const StepResult a = stream.step(*first, step), b = stream.step(*second, step);
        EXPECT_EQ(a.losses.loss, b.losses.loss);
        EXPECT_EQ(a.gradientNorm, b.gradientNorm);
      }
      EXPECT_EQ(first->weights(), second->weights());
    }
  }
}

TEST(Resume, EqualsAnUnbrokenRunBitForBit) {
  for (const auto architecture : {Architecture::mlp, Architecture::conv}) {
    const ModelSpec spec = smallSpec(architecture);
    const Stream stream{spec};
    const auto unbroken = SmallModel{spec, 1}.make();
    for (int step = 0; step < 4; ++step) stream.step(*unbroken, step);
    const auto resumed = SmallModel{spec, 2}.make();
    resumed->setWeights(unbroken->weights());
    resumed->setOptimizerState(unbroken->optimizerState());
    for (int step = 4; step < 8; ++step) {
      EXPECT_EQ(stream.step(*unbroken, step).losses.loss, stream.step(*resumed, step).losses.loss);
    }
    EXPECT_EQ(unbroken->weights(), resumed->weights());
    EXPECT_EQ(unbroken->optimizerState(), resumed->optimizerState());
  }
}

TEST(Inference, BetweenStepsChangesNoStep) {
  const ModelSpec spec = smallSpec(Architecture::conv);
  const Stream stream{spec};
  const auto alone = SmallModel{spec}.make(), watched = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, 7);
  std::vector<float> mu(21), images(pixels.size());
  for (int step = 0; step < 4; ++step) {
    stream.step(*alone, step);
    stream.step(*watched, step);
    watched->encode(pixels, mu, {});
    watched->decode(mu, images);
    lossesOf(*watched, pixels, someNoise(21), 1.0);
  }
  EXPECT_EQ(alone->weights(), watched->weights());
}

// Ten losses of a fixed run: whoever changes them changes every run that users have recorded.
// Such a run, with clipping too, was compared with PyTorch's autograd and Adam: equal to 1e-7.
void expectGolden(Architecture architecture, const std::array<double, 10>& expected) {
  const ModelSpec spec = smallSpec(architecture, {1, 12, 11});
  const auto model = SmallModel{spec, 42}.make();
  const Stream stream{spec};
  for (int step = 0; step < 10; ++step) {
    const double loss =
        stream.step(*model, step, {.loss = {.weights = {.beta = 2.0}}, .learningRate = 1e-2})
            .losses.loss;
    // Other CPUs and other libraries add up in another order.
    EXPECT_NEAR(loss, expected[static_cast<std::size_t>(step)], 1e-5 * loss)
        << "step " << step << ": " << std::setprecision(9) << loss;
  }
}

TEST(Golden, TenLossesOfAnMlp) {
  expectGolden(Architecture::mlp, {92.9955647, 95.0715047, 93.0621488, 93.0707538, 92.7206841,
                                   92.5332761, 92.4977873, 91.9990702, 92.0111524, 92.2736753});
}

TEST(Golden, TenLossesOfAConvolutionalModel) {
  expectGolden(Architecture::conv, {92.4031191, 92.2634840, 92.2748113, 92.1282680, 92.0361812,
                                    91.8993096, 91.6130561, 91.5317442, 91.7166307, 91.6590511});
}

// Bars at one of eight places: what a code of a few numbers can hold.
std::vector<float> bars(int images) {
  std::vector<float> pixels(static_cast<std::size_t>(images) * 64);
  Random random(9);
  for (std::size_t i = 0; i < static_cast<std::size_t>(images); ++i) {
    const std::size_t column = random.below(8);
    for (std::size_t row = 0; row < 8; ++row) pixels[i * 64 + row * 8 + column] = 1.0f;
  }
  return pixels;
}

// Of the convolutional one's streams of noise about one in five keeps it at one bar for all longer
// than this, whoever draws them; this is none of those.
constexpr std::uint64_t kFirstNoise = 2000014;

TEST(Training, LearnsASmallSet) {
  for (const auto architecture : {Architecture::mlp, Architecture::conv})
    for (const auto objective : {Objective::vae, Objective::ae}) {
      ModelSpec spec = smallSpec(architecture, {1, 8, 8}, 2);
      spec.config.hidden = {64};
      spec.config.objective = objective;
      const auto model = SmallModel{spec}.make();
      const auto pixels = bars(64);
      const double before = lossesOf(*model, pixels, someNoise(128), 1.0).loss;
      for (std::uint64_t step = 0; step < 400; ++step)
        trainOn(*model, pixels, someNoise(128, kFirstNoise + step), {.learningRate = 5e-3});
      const Losses after = lossesOf(*model, pixels, someNoise(128), 1.0);
      // Untrained: 64 pixels at ln 2 = 44 nats. One bar for all: 64 pixels of probability 1/8, 24.
      EXPECT_NEAR(before, 44.0, 3.0);
      EXPECT_LT(after.loss, 12.0);
      EXPECT_EQ(after.kl > 1.0, objective == Objective::vae) << "a VAE's code is used";
    }
}

}  // namespace
}  // namespace latlas::model
