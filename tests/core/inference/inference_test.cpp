#include "core/inference/inference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "tests/support/fake_model.h"

namespace latlas::train {
namespace {

class InferenceTest : public testing::Test {
 protected:
  // Weights whose prototype is one grey level, so that decoded pixels tell them apart.
  void publish(float grey, std::int64_t step, int latent = 2, int side = 4) {
    PublishedWeights published;
    published.run = 1;
    published.step = step;
    published.spec.config.latent = latent;
    published.spec.shape = {1, side, side};
    const auto size = static_cast<std::size_t>(side * side);
    published.tensors = {{"prototype", {side * side}, std::vector<float>(size, grey)}};
    weights.publish(std::move(published));
    inference.ring();
  }
  void settle() {
    while (inference.turn()) {
    }
  }
  std::vector<std::int64_t> rows(std::int64_t count) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
  auto preview() { return inference.decoded(DecodeSlot::preview).read(); }
  auto grid() { return inference.decoded(DecodeSlot::grid).read(); }

  Latest<PublishedWeights> weights;
  double now = 0.0;
  data::DatasetPtr dataset = test::fakeDataset(300);
  Inference inference{{test::fakeModelFactory(), &weights, [this] { return now; }, {}}};
};

TEST_F(InferenceTest, WaitsForWeights) {
  inference.decode(DecodeSlot::preview, {1, {0.0f, 0.0f}});
  EXPECT_FALSE(inference.turn());
  publish(0.5f, 10);
  settle();
  ASSERT_NE(preview(), nullptr);
  EXPECT_EQ(preview()->serial, 1u);
  EXPECT_EQ(preview()->step, 10);
  EXPECT_EQ(preview()->images.pixels, std::vector<std::uint8_t>(16, 128));
}

TEST_F(InferenceTest, NewWeightsAnswerTheSameRequestAgain) {
  publish(0.2f, 1);
  inference.decode(DecodeSlot::preview, {7, {1.0f, 0.0f}});
  settle();
  EXPECT_EQ(preview()->images.pixels[0], 77);  // (0.2 + 0.1) * 255, rounded
  publish(0.6f, 2);
  settle();
  EXPECT_EQ(preview()->serial, 7u);
  EXPECT_EQ(preview()->step, 2);
  EXPECT_EQ(preview()->images.pixels[0], 179);
}

TEST_F(InferenceTest, TheNewestRequestWinsAndIsAnsweredOnce) {
  publish(0.5f, 1);
  for (std::uint64_t serial = 1; serial <= 5; ++serial)
    inference.decode(DecodeSlot::preview, {serial, {0.0f, 0.0f}});
  EXPECT_TRUE(inference.turn());
  EXPECT_EQ(preview()->serial, 5u);
  EXPECT_FALSE(inference.turn());
}

TEST_F(InferenceTest, AWithdrawnOrderIsNotAnsweredAgain) {
  publish(0.5f, 1);
  inference.decode(DecodeSlot::preview, {1, {0.0f, 0.0f}});
  settle();
  inference.decode(DecodeSlot::preview, {2, {}});
  publish(0.6f, 2);
  settle();
  EXPECT_EQ(preview()->step, 1);
}

TEST_F(InferenceTest, APreviewOvertakesAGridAndTheGridKeepsOneMomentsWeights) {
  publish(0.2f, 1);
  inference.decode(DecodeSlot::grid, {1, std::vector<float>(2 * 100, 0.0f)});
  EXPECT_TRUE(inference.turn());  // the first piece
  EXPECT_EQ(grid(), nullptr);
  publish(0.6f, 2);
  inference.decode(DecodeSlot::preview, {2, {0.0f, 0.0f}});
  EXPECT_TRUE(inference.turn());
  EXPECT_EQ(preview()->serial, 2u);
  EXPECT_EQ(grid(), nullptr);
  while (!grid()) ASSERT_TRUE(inference.turn());
  EXPECT_EQ(grid()->step, 1);
  EXPECT_EQ(grid()->images.count, 100);
  EXPECT_TRUE(std::all_of(grid()->images.pixels.begin(), grid()->images.pixels.end(),
                          [](int pixel) { return pixel == 51; }));
  settle();
  EXPECT_EQ(grid()->step, 2);
}

TEST_F(InferenceTest, AnotherModelIsPickedUpWithItsWeights) {
  publish(0.5f, 1, 2, 4);
  inference.decode(DecodeSlot::preview, {1, {0.0f, 0.0f}});
  settle();
  publish(0.5f, 0, 3, 6);
  settle();  // two numbers are no point of three dimensions: no answer, no harm
  inference.decode(DecodeSlot::preview, {2, {0.0f, 0.0f, 0.0f}});
  settle();
  EXPECT_EQ(preview()->images.shape, (data::Shape{1, 6, 6}));
  EXPECT_EQ(inference.failures().read(), nullptr);
}

TEST_F(InferenceTest, WeightsOfAnotherModelAreAFailureAndTheWorkerLivesOn) {
  PublishedWeights broken;
  broken.run = 1;
  broken.spec.shape = {1, 4, 4};
  broken.tensors = {{"prototype", {3}, {0, 0, 0}}};
  weights.publish(std::move(broken));
  inference.turn();
  ASSERT_NE(inference.failures().read(), nullptr);
  publish(0.5f, 1);
  inference.decode(DecodeSlot::preview, {1, {0.0f, 0.0f}});
  settle();
  EXPECT_NE(preview(), nullptr);
}

TEST_F(InferenceTest, MapsEveryProbeOnRawAxesForTwoLatents) {
  publish(0.1f, 4);
  inference.probe({1, dataset, rows(300)});
  settle();
  const auto map = inference.maps().read();
  ASSERT_NE(map, nullptr);
  EXPECT_EQ(map->step, 4);
  EXPECT_FALSE(map->isPca);
  ASSERT_EQ(map->xy.size(), 600u);
  EXPECT_EQ(map->xy, map->mu);
  EXPECT_FLOAT_EQ(map->mu[2 * 30], 0.1f - 0.1f);
  EXPECT_FLOAT_EQ(map->mu[2 * 30 + 1], 0.2f - 0.1f);
}

TEST_F(InferenceTest, AMapRestsBeforeTheNextAndIsMadeAfterTheRest) {
  publish(0.1f, 1);
  inference.probe({1, dataset, rows(300)});
  EXPECT_TRUE(inference.turn());
  now = 1.0;  // the pass takes a second
  settle();
  EXPECT_EQ(inference.maps().read()->step, 1);
  publish(0.2f, 2);
  now = 2.9;
  EXPECT_FALSE(inference.turn());
  now = 3.1;
  settle();
  EXPECT_EQ(inference.maps().read()->step, 2);
}

TEST_F(InferenceTest, ThePlaneOfPrincipalComponentsDoesNotFlip) {
  publish(0.1f, 1, 5);
  inference.probe({1, dataset, rows(300)});
  settle();
  const auto first = inference.maps().read();
  ASSERT_TRUE(first->isPca);
  publish(0.1001f, 2, 5);
  now = 10.0;
  settle();
  const auto second = inference.maps().read();
  ASSERT_EQ(second->step, 2);
  for (std::size_t i = 0; i < first->xy.size(); ++i)
    EXPECT_NEAR(first->xy[i], second->xy[i], 1e-3f);
}

TEST_F(InferenceTest, AMapOfAnotherRunIsNotMade) {
  publish(0.1f, 1);
  inference.probe({2, dataset, rows(10)});
  settle();
  EXPECT_EQ(inference.maps().read(), nullptr);
}

TEST_F(InferenceTest, AGridThatIsAlwaysDueDoesNotStarveTheMap) {
  publish(0.1f, 1);
  inference.probe({1, dataset, rows(300)});
  inference.decode(DecodeSlot::grid, {1, std::vector<float>(2 * 32, 0.0f)});
  for (std::int64_t step = 2; step < 30; ++step) {
    publish(0.1f, step);
    EXPECT_TRUE(inference.turn());
  }
  EXPECT_NE(inference.maps().read(), nullptr);
  EXPECT_NE(grid(), nullptr);
}

TEST_F(InferenceTest, ReconstructsOneRowBesideItsOriginal) {
  publish(0.5f, 3);
  inference.reconstruct({9, dataset, 150});
  settle();
  const auto result = inference.reconstructions().read();
  ASSERT_NE(result, nullptr);
  EXPECT_EQ(result->serial, 9u);
  ASSERT_EQ(result->pair.count, 2);
  EXPECT_EQ(result->pair.image(0)[0], 128);  // row 150 of 300 is 0.5
  EXPECT_EQ(result->pair.image(1)[0], 128);  // z0 = 0.5 - 0.5
}

}  // namespace
}  // namespace latlas::train
