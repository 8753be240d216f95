// A model from outside: shapes, ranges, devices, and the way of its weights in and out.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

std::string errorOf(auto action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

bool allIn(const std::vector<float>& values, float low, float high) {
  return std::ranges::all_of(values, [=](float v) { return v >= low && v <= high; });
}

struct Size {
  Architecture architecture;
  data::Shape shape;
  int latent;
};

class Shapes : public testing::TestWithParam<Size> {};

TEST_P(Shapes, EncodeDecodeAndTrain) {
  const auto [architecture, shape, latent] = GetParam();
  const auto model = SmallModel{smallSpec(architecture, shape, latent)}.make();
  constexpr int count = 3;
  const auto pixels = somePixels(shape, count);
  const auto noise = someNoise(count * latent);
  std::vector<float> mu(noise.size(), 99.0f), logvar(noise.size(), 99.0f);
  std::vector<float> decoded(pixels.size(), 99.0f);
  model->encode(pixels, mu, logvar);
  model->decode(mu, decoded);
  EXPECT_TRUE(allIn(mu, -10.0f, 10.0f));
  EXPECT_TRUE(allIn(logvar, -10.0f, 10.0f));
  EXPECT_TRUE(allIn(decoded, 0.0f, 1.0f));

  const double before = lossesOf(*model, pixels, noise, 1.0).loss;
  for (int step = 0; step < 5; ++step) EXPECT_TRUE(trainOn(*model, pixels, noise).applied());
  EXPECT_LT(lossesOf(*model, pixels, noise, 1.0).loss, before);
}

std::vector<Size> allSizes() {
  std::vector<Size> sizes;
  for (const auto architecture : {Architecture::mlp, Architecture::conv})
    for (const data::Shape shape :
         {data::Shape{1, 8, 8}, data::Shape{1, 9, 13}, data::Shape{1, 28, 28},
          data::Shape{3, 32, 32}, data::Shape{1, 27, 64}, data::Shape{1, 256, 8}})
      for (const int latent : {1, 128}) sizes.push_back({architecture, shape, latent});
  return sizes;
}

INSTANTIATE_TEST_SUITE_P(All, Shapes, testing::ValuesIn(allSizes()), [](const auto& test) {
  const data::Shape& s = test.param.shape;
  return std::string(test.param.architecture == Architecture::mlp ? "Mlp" : "Conv") +
         std::to_string(s.channels) + "x" + std::to_string(s.height) + "x" +
         std::to_string(s.width) + "Latent" + std::to_string(test.param.latent);
});

TEST(Layers, NeedNeitherHiddenNorEncoder) {
  // Without hidden layers mu and logvar read the pixels: nothing in the encoder is trained.
  for (const auto objective : {Objective::vae, Objective::ae}) {
    ModelSpec spec = smallSpec(Architecture::mlp);
    spec.config.hidden = {};
    spec.config.objective = objective;
    const auto model = SmallModel{spec}.make();
    const auto pixels = somePixels(spec.shape, 4);
    const auto noise = someNoise(12);
    const double before = lossesOf(*model, pixels, noise, 1.0).loss;
    for (int step = 0; step < 20; ++step) trainOn(*model, pixels, noise);
    EXPECT_LT(lossesOf(*model, pixels, noise, 1.0).loss, before);
  }
}

TEST(Layers, DeepNetworksTrain) {
  ModelSpec spec = smallSpec(Architecture::conv, {3, 17, 16});
  spec.config.channels = {4, 5, 6, 7};
  spec.config.hidden = {9, 8};
  const auto model = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, 4);
  const auto noise = someNoise(12);
  const double before = lossesOf(*model, pixels, noise, 1.0).loss;
  for (int step = 0; step < 20; ++step) trainOn(*model, pixels, noise);
  EXPECT_LT(lossesOf(*model, pixels, noise, 1.0).loss, before);
}

TEST(Encode, LogvarMayBeLeftOut) {
  const auto model = SmallModel{smallSpec(Architecture::mlp)}.make();
  const auto pixels = somePixels({1, 8, 8}, 2);
  std::vector<float> both(6), logvar(6), alone(6);
  model->encode(pixels, both, logvar);
  model->encode(pixels, alone, {});
  EXPECT_EQ(alone, both);
}

TEST(Encode, ManyImagesAreTheSameAsOneByOne) {
  for (const auto architecture : {Architecture::mlp, Architecture::conv}) {
    const auto model = SmallModel{smallSpec(architecture)}.make();
    constexpr std::size_t many = 700;
    const auto pixels = somePixels({1, 8, 8}, many);
    std::vector<float> mu(many * 3), one(3), images(many * 64), image(64);
    model->encode(pixels, mu, {});
    model->decode(mu, images);
    for (const std::size_t i : {std::size_t{0}, std::size_t{511}, std::size_t{512}, many - 1}) {
      model->encode(std::span(pixels).subspan(i * 64, 64), one, {});
      for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(one[j], mu[i * 3 + j], 1e-5);
      model->decode(one, image);
      for (std::size_t j = 0; j < 64; ++j) EXPECT_NEAR(image[j], images[i * 64 + j], 1e-5);
    }
  }
}

TEST(Decode, StaysInRangeFarOutside) {
  for (const auto likelihood : {Likelihood::bernoulli, Likelihood::gaussian}) {
    ModelSpec spec = smallSpec(Architecture::mlp);
    spec.config.likelihood = likelihood;
    const auto model = SmallModel{spec}.make();
    const std::vector<float> z{1e4f, -1e4f, 1e4f, 0.0f, 0.0f, 0.0f};
    std::vector<float> images(128);
    model->decode(z, images);
    EXPECT_TRUE(allIn(images, 0.0f, 1.0f));
    EXPECT_EQ(std::ranges::max(images), 1.0f);
  }
}

TEST(Inputs, OfTheWrongSizeAreRefused) {
  const auto model = SmallModel{smallSpec(Architecture::mlp)}.make();
  const auto pixels = somePixels({1, 8, 8}, 2);
  std::vector<float> six(6), five(5), images(128);
  EXPECT_EQ(errorOf([&] { trainOn(*model, std::span(pixels).first(100), six); }),
            "targets: expected a multiple of 64 numbers, found 100");
  EXPECT_EQ(errorOf([&] { trainOn(*model, pixels, five); }), "noise: expected 6 numbers, found 5");
  EXPECT_EQ(errorOf([&] { lossesOf(*model, {}, {}, 1.0); }),
            "targets: expected at least one sample, found none");
  EXPECT_THROW(model->encode(pixels, five, {}), Error);
  EXPECT_THROW(model->encode(pixels, six, five), Error);
  EXPECT_THROW(model->decode(five, images), Error);
  EXPECT_THROW(model->decode(six, five), Error);
}

TEST(Weights, ComeBackAsTheyWereSet) {
  const ModelSpec spec = smallSpec(Architecture::conv);
  const auto model = SmallModel{spec, 1}.make();
  const Tensors others = SmallModel{spec, 2}.make()->weights();
  model->setWeights(others);
  EXPECT_EQ(model->weights(), others);
  Tensors reversed(others.rbegin(), others.rend());
  model->setWeights(reversed);
  EXPECT_EQ(model->weights(), others) << "found by name";
}

TEST(Weights, OfAnotherNetworkAreRefusedByName) {
  const auto model = SmallModel{smallSpec(Architecture::mlp)}.make();
  const Tensors right = model->weights();
  Tensors wrong = right;
  wrong[0].shape = {64, 12};
  EXPECT_EQ(errorOf([&] { model->setWeights(wrong); }),
            "tensor \"encoder.1.weight\": expected shape [12, 64], found [64, 12]");
  wrong = right;
  wrong.erase(wrong.begin() + 3);
  EXPECT_EQ(errorOf([&] { model->setWeights(wrong); }),
            "tensor \"mu.0.bias\": expected shape [3], found no tensor of that name");
  wrong = right;
  wrong.back().values.pop_back();
  wrong.front().values.front() = 7.0f;
  EXPECT_EQ(errorOf([&] { model->setWeights(wrong); }),
            "tensor \"decoder.2.bias\": expected shape [64], found 63 values");
  EXPECT_EQ(model->weights(), right) << "nothing is changed by halves";
  wrong = right;
  wrong.push_back({"extra", {1}, {0.0f}});
  EXPECT_EQ(errorOf([&] { model->setWeights(wrong); }),
            "tensor \"extra\": the network has none of that name");
}

TEST(OptimizerState, OfAnotherNetworkIsRefusedByName) {
  const auto model = SmallModel{smallSpec(Architecture::mlp)}.make();
  const auto pixels = somePixels({1, 8, 8}, 4);
  trainOn(*model, pixels, someNoise(12));
  const Tensors right = model->optimizerState();
  EXPECT_EQ(right.size(), 2 * model->weights().size() + 1);
  EXPECT_EQ(right.back(), (Tensor{"step", {}, {1.0f}}));
  for (const std::string name : {"encoder.1.weight.m", "decoder.2.bias.v", "step"}) {
    Tensors wrong = right;
    std::erase_if(wrong, [&](const Tensor& tensor) { return tensor.name == name; });
    const std::string message = errorOf([&] { model->setOptimizerState(wrong); });
    EXPECT_NE(message.find('"' + name + '"'), std::string::npos) << message;
  }
  for (const float steps : {-1.0f, 0.5f, std::nanf("")}) {
    Tensors wrong = right;
    wrong.back().values = {steps};
    EXPECT_THROW(model->setOptimizerState(wrong), Error) << steps;
  }
  EXPECT_EQ(model->optimizerState(), right);
}

TEST(Device, CudaIsThereOrSaysWhatToDo) {
  if (torchVersion().ends_with("CUDA")) GTEST_SKIP() << "this machine has a GPU for LibTorch";
  LearnerRequest request{.spec = smallSpec(Architecture::mlp), .device = Device::cuda};
  const std::string message = errorOf([&] { makeTorchLearner(request); });
  EXPECT_NE(message.find("device cuda"), std::string::npos) << message;
  request.device = Device::automatic;
  EXPECT_NO_THROW(makeTorchLearner(request));
}

TEST(Request, OfANetworkThatCannotBeIsRefused) {
  LearnerRequest request{.spec = smallSpec(Architecture::conv)};
  request.spec.config.channels = {4, 4, 4, 4};
  EXPECT_THROW(makeTorchLearner(request), Error);
}

TEST(TorchVersion, NamesLibraryAndDevice) { EXPECT_TRUE(torchVersion().starts_with("LibTorch ")); }

}  // namespace
}  // namespace latlas::model
