// Asks the inference worker for the map's points, and for what lies under the pointer.
// Threading: UI thread; never waits for the worker.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/session/session.h"
#include "app/session/wing.h"

namespace latlas::app {

class MapController {
 public:
  static const Wing& wing();
  using CarriesOut = RequestKinds<>;

  explicit MapController(Session& session) : session_(session) {}

  void takeArrivals();
  void sendOrders();

  void dataShown();
  void runBegan(const model::Config& config, View view);

 private:
  void askForPoints();
  void askForReconstruction();

  Session& session_;
  std::uint64_t probedRun_ = 0;  // whose points are asked for
  std::optional<std::int64_t> hoveredRow_;
  std::uint64_t hoverSerial_ = 0;
  std::uint64_t seenMap_ = 0, seenReconstruction_ = 0;
};

// The rows that the map shows: at most 10,000, drawn with a fixed seed, ascending.
std::vector<std::int64_t> probeRows(std::int64_t count);

}  // namespace latlas::app
