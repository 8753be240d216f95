#include "app/map/map_controller.h"

#include <numeric>
#include <utility>

#include "app/map/point_colours.h"
#include "core/base/random.h"

namespace latlas::app {
namespace {

constexpr std::int64_t kProbeImages = 10'000;
constexpr std::uint64_t kProbeSeed = 20;  // any fixed number: the same map of the same data

}  // namespace

std::vector<std::int64_t> probeRows(std::int64_t count) {
  std::vector<std::int64_t> rows;
  if (count <= kProbeImages) {
    rows.resize(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    return rows;
  }
  // Floyd's sampling without replacement would need a set; a stride with jitter is as good for a
  // map and keeps the rows ascending: one draw from each of 10,000 equal stretches.
  Random random(kProbeSeed);
  rows.reserve(static_cast<std::size_t>(kProbeImages));
  for (std::int64_t i = 0; i < kProbeImages; ++i) {
    const std::int64_t begin = i * count / kProbeImages, end = (i + 1) * count / kProbeImages;
    rows.push_back(
        begin + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(end - begin))));
  }
  return rows;
}

void MapController::takeArrivals() {
  train::Inference& inference = session_.workers.inference;
  if (auto map = inference.maps().readNewer(seenMap_); map && map->run == session_.run.serial())
    session_.state.map.map = std::move(map);
  // The answer to an older wish may be of a run that is gone.
  if (auto pair = inference.reconstructions().readNewer(seenReconstruction_);
      pair && pair->serial == hoverSerial_ && hoveredRow_)
    session_.state.hovered = std::move(pair);
}

void MapController::sendOrders() {
  askForPoints();
  askForReconstruction();
}

void MapController::askForPoints() {
  const AppState& state = session_.state;
  const std::uint64_t run = state.snapshot ? state.snapshot->run : 0;
  if (run == probedRun_) return;
  probedRun_ = run;
  session_.workers.inference.probe({run, state.dataset,
                                    state.dataset ? probeRows(state.dataset->info().count)
                                                  : std::vector<std::int64_t>{}});
}

void MapController::askForReconstruction() {
  const AppState& state = session_.state;
  std::optional<std::int64_t> hovered;
  if (state.map.hoveredPoint && state.map.map)
    hovered = state.map.map->rows.at(static_cast<std::size_t>(*state.map.hoveredPoint));
  if (hovered == hoveredRow_) return;
  hoveredRow_ = hovered;
  session_.workers.inference.reconstruct({++hoverSerial_, hovered ? state.dataset : nullptr,
                                          hovered.value_or(0)});
}

void MapController::dataShown() {
  session_.state.map.colourBy = firstColouring(*session_.state.dataset);
}

void MapController::runBegan(const model::Config&, View view) {
  if (view == View::kept) return;
  MapState& map = session_.state.map;
  map.map = nullptr;
  map.cloud = nullptr;
  map.cloudFrom = {};
  map.unitsPerPixel = 0.0f;
  map.userMoved = false;
  map.hoveredPoint.reset();
  hoveredRow_.reset();
  session_.state.hovered = nullptr;
}

}  // namespace latlas::app
