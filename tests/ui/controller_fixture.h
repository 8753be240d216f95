// A wing's controller on the real session, in lockstep with FakeModel, no screen and no other wing.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "app/session/session.h"
#include "tests/support/fake_model.h"

namespace latlas::app {

template <class Controller>
class ControllerTest : public testing::Test {
 protected:
  // A run of `count` images that is ready.
  void beginRun(std::int64_t count = 100) {
    session.run.show(test::fakeDataset(count), {});
    session.workers.turn();
    session.takeArrivals();
  }
  // Sends the orders and lets the workers answer.
  void settle() {
    if constexpr (requires { controller.sendOrders(); }) controller.sendOrders();
    if constexpr (requires(inference::OrderList & orders) { controller.addOrders(orders); }) {
      inference::OrderList orders;
      controller.addOrders(orders);
      session.workers.inference.order(std::move(orders));
    }
    for (int i = 0; i < 20; ++i) {
      session.workers.turn();
      if constexpr (requires { controller.turn(); }) controller.turn();
    }
    controller.takeArrivals();
  }

  double now = 0.0;
  AppState state;
  Session session{state, {test::fakeModels(), [this] { return now; }, [] {}, Pace::lockstep}};
  Controller controller{session};
};

}  // namespace latlas::app
