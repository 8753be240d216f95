#include "core/base/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

#include "core/base/budget.h"

namespace latlas {
namespace {

TEST(BoundedQueue, GivesEachItemOnceAndInOrder) {
  BoundedQueue<int> queue(10);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.push(i, 1));
  queue.close();
  EXPECT_FALSE(queue.push(9, 1));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue.pop(), i);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueue, HoldsNoMoreThanItsWeight) {
  constexpr int kItems = 2000, kWeight = 3;
  BoundedQueue<std::unique_ptr<int>> queue(10);
  std::atomic<int> waiting{0}, most{0}, sum{0};
  {
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < 3; ++worker)
      workers.emplace_back([&] {
        while (const auto item = queue.pop()) {
          waiting -= kWeight;
          sum += **item;
        }
      });
    for (int i = 0; i < kItems; ++i) {
      ASSERT_TRUE(queue.push(std::make_unique<int>(i), kWeight));
      const int now = waiting += kWeight;
      if (now > most) most = now;
    }
    queue.close();
  }
  EXPECT_EQ(sum, kItems * (kItems - 1) / 2);
  // Nine wait; each of three workers may have taken one and not yet said so, and one just came.
  EXPECT_LE(most, 9 + 3 * kWeight + kWeight);
}

TEST(BoundedQueue, WhatIsHeavierThanAllWaitsAlone) {
  BoundedQueue<int> queue(10);
  EXPECT_TRUE(queue.push(1, 1000));
  std::atomic<bool> isIn{false};
  const std::jthread producer([&] { isIn = queue.push(2, 1); });
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 2);
}

TEST(BoundedQueue, AbandonedItWakesAllAndDropsWhatWaits) {
  BoundedQueue<int> queue(1);
  EXPECT_TRUE(queue.push(1, 1));
  std::atomic<bool> wasPushed{true};
  std::jthread producer([&] { wasPushed = queue.push(2, 1); });
  queue.abandon();
  producer.join();
  EXPECT_FALSE(wasPushed);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(Budget, IsNeverOverdrawnAndComesBack) {
  Budget budget(10);
  std::atomic<int> taken{0}, most{0}, turns{0};
  {
    std::vector<std::jthread> threads;
    for (int thread = 1; thread <= 4; ++thread)
      threads.emplace_back([&, thread] {
        for (int turn = 0; turn < 500; ++turn) {
          const int wanted = 1 + (turn * thread) % 12;  // also more than there is
          const Budget::Share share(budget, static_cast<std::uint64_t>(wanted));
          const int now = taken += std::min(wanted, 10);
          for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
          }
          taken -= std::min(wanted, 10);
          ++turns;
        }
      });
  }
  EXPECT_LE(most, 10);
  EXPECT_EQ(turns, 2000);
}

}  // namespace
}  // namespace latlas
