// The inference worker with a FakeModel, turn by turn, on a clock that the test sets.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/inference/worker.h"
#include "tests/support/fake_model.h"

namespace latlas::inference {

class WorkerTest : public testing::Test {
 protected:
  // Weights whose prototype is one grey level, so that what is decoded tells them apart.
  void publish(float grey, std::int64_t step, int latent = 2, int side = 4) {
    model::PublishedWeights published;
    published.run = 1;
    published.step = step;
    published.spec.config.latent = latent;
    published.spec.shape = {1, side, side};
    const auto size = static_cast<std::size_t>(side * side);
    published.tensors = {{"prototype", {side * side}, std::vector<float>(size, grey)}};
    weights.publish(std::move(published));
    worker.ring();
  }
  void want(const std::vector<Order>& orders) {
    OrderList list;
    for (const Order& order : orders) list.add(order);
    worker.order(std::move(list));
  }
  // All that is to do now; how many turns it took.
  int settle() {
    int turns = 0;
    while (worker.turn()) ++turns;
    return turns;
  }

  Latest<model::PublishedWeights> weights;
  double now = 0.0;
  int models = 0;  // that were made
  int wakes = 0;
  Worker worker{{[this](const model::ReaderRequest& request) {
                   ++models;
                   return test::fakeModels().makeReader(request);
                 },
                 &weights, [this] { return now; }, [this] { ++wakes; }}};
};

}  // namespace latlas::inference
