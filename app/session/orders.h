// What the workers are asked for follows from the state: the decoded image follows traverse.z, the
// grid follows its settings, the sheet its scroll position. Orders sends what has changed.
// Threading: UI thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "app/session/state.h"
#include "app/session/workers.h"

namespace latlas::app {

class Orders {
 public:
  // Call behind the panels, once a frame. `now` in seconds dates a change of the preview.
  void send(const AppState& state, Workers& workers, double now);

  // When the preview of `serial` was asked for; told once.
  std::optional<double> takePreviewAsked(std::uint64_t serial);

  // The probe images of a run: at most 10,000 rows, drawn with a fixed seed, ascending.
  static std::vector<std::int64_t> probeRows(std::int64_t count);

 private:
  std::uint64_t run_ = 0;
  std::vector<float> previewZ_, gridZ_;
  std::uint64_t previewSerial_ = 0, gridSerial_ = 0, hoverSerial_ = 0;
  std::deque<std::pair<std::uint64_t, double>> previewsAsked_;  // not answered yet, oldest first
  std::optional<std::int64_t> hoveredRow_;
  SheetRequest sheet_;
};

}  // namespace latlas::app
