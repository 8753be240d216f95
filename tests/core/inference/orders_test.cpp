// What each kind of order answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/inference/grid_order.h"
#include "core/inference/map_order.h"
#include "core/inference/preview_order.h"
#include "core/inference/reconstruction_order.h"
#include "tests/core/inference/worker_fixture.h"

namespace latlas::inference {
namespace {

class OrdersTest : public WorkerTest {
 protected:
  std::vector<std::int64_t> rows(std::int64_t count) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }

  data::DatasetPtr dataset = test::fakeDataset(300);
  std::shared_ptr<Latest<DecodedImages>> images = std::make_shared<Latest<DecodedImages>>();
  std::shared_ptr<Latest<LatentMap>> maps = std::make_shared<Latest<LatentMap>>();
  std::shared_ptr<Latest<Reconstruction>> pairs = std::make_shared<Latest<Reconstruction>>();
};

TEST_F(OrdersTest, APreviewSaysOfWhatItIs) {
  publish(0.2f, 10);
  want({previewOrder("preview", 7, {1.0f, 0.0f}, images)});
  EXPECT_EQ(settle(), 1);
  const auto preview = images->read();
  ASSERT_NE(preview, nullptr);
  EXPECT_EQ(preview->version, 7u);
  EXPECT_EQ(preview->run, 1u);
  EXPECT_EQ(preview->step, 10);
  EXPECT_EQ(preview->z, (std::vector<float>{1.0f, 0.0f}));
  EXPECT_EQ(preview->images.pixels,
            std::vector<std::uint8_t>(16, 77));  // (0.2 + 0.1) * 255, rounded
}

TEST_F(OrdersTest, AnotherModelIsPickedUpWithItsWeights) {
  publish(0.5f, 1, 2, 4);
  want({previewOrder("preview", 1, {0.0f, 0.0f}, images)});
  settle();
  publish(0.5f, 0, 3, 6);
  settle();  // two numbers are no point of three dimensions: no answer, no harm
  EXPECT_EQ(images->read()->images.shape, (data::Shape{1, 4, 4}));
  want({previewOrder("preview", 2, {0.0f, 0.0f, 0.0f}, images)});
  settle();
  EXPECT_EQ(images->read()->images.shape, (data::Shape{1, 6, 6}));
  EXPECT_EQ(worker.failures().read(), nullptr);
}

TEST_F(OrdersTest, AGridComesWholeAndInPieces) {
  publish(0.2f, 1);
  std::vector<float> z(2 * 100);
  for (std::size_t i = 0; i < 100; ++i) z[2 * i] = static_cast<float>(i) * 0.01f;
  want({gridOrder("grid", 3, z, images)});
  EXPECT_TRUE(worker.turn());
  EXPECT_EQ(images->read(), nullptr);
  EXPECT_GT(settle(), 1);
  const auto grid = images->read();
  ASSERT_NE(grid, nullptr);
  EXPECT_EQ(grid->version, 3u);
  EXPECT_EQ(grid->z, z);
  ASSERT_EQ(grid->images.count, 100);
  for (std::int64_t i = 0; i < 100; ++i)
    EXPECT_NEAR(grid->images.image(i)[0], 255.0 * (0.2 + 0.001 * static_cast<double>(i)), 0.51);
}

TEST_F(OrdersTest, NothingIsDecodedOfNoPoints) {
  publish(0.2f, 1);
  want({gridOrder("grid", 1, {}, images), previewOrder("preview", 1, {}, images)});
  settle();
  EXPECT_EQ(images->read(), nullptr);
}

TEST_F(OrdersTest, AReconstructionLiesBesideItsOriginal) {
  publish(0.5f, 3);
  want({reconstructionOrder("hovered", 9, dataset, 150, pairs)});
  settle();
  const auto pair = pairs->read();
  ASSERT_NE(pair, nullptr);
  EXPECT_EQ(pair->version, 9u);
  EXPECT_EQ(pair->row, 150);
  EXPECT_EQ(pair->step, 3);
  ASSERT_EQ(pair->pair.count, 2);
  EXPECT_EQ(pair->pair.image(0)[0], 128);  // row 150 of 300 is 0.5
  EXPECT_EQ(pair->pair.image(1)[0], 128);  // z0 = 0.5 - 0.5
}

TEST_F(OrdersTest, NoReconstructionByAModelOfAnotherShape) {
  publish(0.5f, 3, 2, 6);
  want({reconstructionOrder("hovered", 9, dataset, 150, pairs)});
  settle();
  EXPECT_EQ(pairs->read(), nullptr);
  EXPECT_EQ(worker.failures().read(), nullptr);
}

TEST_F(OrdersTest, AMapOfTwoLatentsLiesOnTheirAxes) {
  publish(0.1f, 4);
  want({mapOrder("map", 1, dataset, rows(300), maps)});
  EXPECT_EQ(settle(), 5);
  const auto map = maps->read();
  ASSERT_NE(map, nullptr);
  EXPECT_EQ(map->step, 4);
  EXPECT_EQ(map->layout->axisName(0), "z0");
  ASSERT_EQ(map->mu.size(), 600u);
  EXPECT_TRUE(std::ranges::equal(map->layout->positions(), map->mu));
  EXPECT_FLOAT_EQ(map->mu[2 * 30], 0.1f - 0.1f);
  EXPECT_FLOAT_EQ(map->mu[2 * 30 + 1], 0.2f - 0.1f);
}

TEST_F(OrdersTest, TheMapsPlaneDoesNotFlip) {
  publish(0.1f, 1, 5);
  want({mapOrder("map", 1, dataset, rows(300), maps)});
  settle();
  const auto first = maps->read();
  ASSERT_TRUE(first->layout->axisName(0).starts_with("PC 1"));
  publish(0.1001f, 2, 5);
  now = 10.0;
  settle();
  const auto second = maps->read();
  ASSERT_EQ(second->step, 2);
  for (std::size_t i = 0; i < 600; ++i)
    EXPECT_NEAR(first->layout->positions()[i], second->layout->positions()[i], 1e-3f);
}

TEST_F(OrdersTest, AMapOfAnotherRunIsNotMade) {
  publish(0.1f, 1);
  want({mapOrder("map", 2, dataset, rows(10), maps)});
  settle();
  EXPECT_EQ(maps->read(), nullptr);
}

}  // namespace
}  // namespace latlas::inference
