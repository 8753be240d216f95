// Asks the inference worker for the map's points, and for what lies under the pointer.
// Threading: UI thread; never waits for the worker.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/session/session.h"
#include "app/session/wing.h"
#include "core/base/latest.h"
#include "core/inference/order.h"

namespace latlas::app {

class MapController {
 public:
  static const Wing& wing();
  using CarriesOut = RequestKinds<>;

  explicit MapController(Session& session) : session_(session) {}

  void takeArrivals();
  // The points, what lies beneath them, and what lies under the pointer.
  void addOrders(inference::OrderList& orders);

  void dataShown();
  void runBegan(const model::Config& config, View view);

 private:
  void orderPoints(inference::OrderList& orders);
  void orderUnderlay(inference::OrderList& orders);
  void orderReconstruction(inference::OrderList& orders);
  void takeUnderlay();

  // What is ordered, and where the answers arrive.
  template <class Answer>
  struct Standing {
    inference::Order order{};
    std::shared_ptr<Latest<Answer>> answers = std::make_shared<Latest<Answer>>();
    std::uint64_t seen = 0;
  };

  Session& session_;
  Standing<inference::LatentMap> points_;
  Standing<inference::DecodedImages> underlay_;
  MapLattice lattice_;  // that is ordered
  Standing<inference::Reconstruction> reconstruction_;
  std::optional<std::int64_t> hoveredRow_;
};

// The rows that the map shows: at most 10,000, drawn with a fixed seed, ascending.
std::vector<std::int64_t> probeRows(std::int64_t count);

}  // namespace latlas::app
