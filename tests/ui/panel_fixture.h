// A state for panels to be drawn over, as the frame would have brought it, and what they asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"
#include "tests/ui/ui_harness.h"

namespace latlas::test {

struct PanelFixture {
  app::AppState state;
  app::Requests requests;
  ui::NullGraphics graphics;

  // `count` grey images of 4 x 4 with three classes and the factor "parity".
  void openData(std::int64_t count = 100);
  // A run over them, with the draft's configuration; z is the origin.
  void beginRun(train::RunState runState, int latent = 2);
  // Changes a copy of the snapshot, as a new one from the trainer would.
  void publish(const std::function<void(train::Snapshot&)>& change);
  // A map of the first images at these places in the plane of z0 and z1; the other coordinates of
  // mu are 0.
  void publishMap(const std::vector<float>& xy, std::int64_t step = 1);

  // A page of the sheet, as its reader would publish it: the first rows of `matches` that pass the
  // filter; -1: all of them pass.
  void publishPage(std::int64_t matches = -1);

  // The requests of this type, oldest first.
  template <class Request>
  std::vector<Request> asked() const {
    std::vector<Request> found;
    for (const app::Request& request : requests)
      if (const auto* known = request.as<Request>()) found.push_back(*known);
    return found;
  }
};

}  // namespace latlas::test
