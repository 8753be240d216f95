#include "app/map/map_controller.h"

#include <numeric>
#include <utility>

#include "app/map/point_colours.h"
#include "core/base/random.h"
#include "core/inference/grid_order.h"

namespace latlas::app {
namespace {

constexpr std::int64_t kProbeImages = 10'000;
constexpr int kUnderlaySide = 16;         // images
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
  AppState& state = session_.state;
  if (auto map = points_.answers->readNewer(points_.seen); map && map->run == session_.run.serial())
    state.map.map = std::move(map);
  takeUnderlay();
  // The answer to an older wish may be of a run that is gone.
  if (auto pair = reconstruction_.answers->readNewer(reconstruction_.seen);
      pair && pair->version == reconstruction_.order.version && hoveredRow_)
    state.hovered = std::move(pair);
}

void MapController::takeUnderlay() {
  auto images = underlay_.answers->readNewer(underlay_.seen);
  // An older one lies elsewhere than the lattice of now.
  if (!images || images->version != underlay_.order.version || images->run != session_.run.serial())
    return;
  session_.state.map.underlay = {std::move(images), lattice_};
}

void MapController::addOrders(inference::OrderList& orders) {
  orderPoints(orders);
  orderUnderlay(orders);
  orderReconstruction(orders);
}

void MapController::orderPoints(inference::OrderList& orders) {
  const AppState& state = session_.state;
  if (!state.snapshot || !state.dataset || state.dataset->info().count == 0) return;
  if (const std::uint64_t run = state.snapshot->run; run != points_.order.version)
    points_.order = inference::mapOrder("map.points", run, state.dataset,
                                        probeRows(state.dataset->info().count), points_.answers);
  orders.add(points_.order);
}

void MapController::orderUnderlay(inference::OrderList& orders) {
  const MapState& map = session_.state.map;
  const TraverseState& traverse = session_.state.traverse;
  if (!map.showManifold || !map.map || !isPlane(*map.map->layout) ||
      std::ssize(traverse.z) != map.map->latent)
    return;
  const float reach = traverse.range;
  const MapLattice lattice{{{-reach, -reach}, {reach, reach}}, kUnderlaySide};
  if (lattice != lattice_) {
    lattice_ = lattice;
    underlay_.order = inference::gridOrder("map.underlay", underlay_.order.version + 1,
                                           latticePoints(lattice, *map.map->layout, traverse.z),
                                           underlay_.answers);
  }
  orders.add(underlay_.order);
}

void MapController::orderReconstruction(inference::OrderList& orders) {
  const AppState& state = session_.state;
  std::optional<std::int64_t> hovered;
  if (state.map.hoveredPoint && state.map.map)
    hovered = state.map.map->rows.at(static_cast<std::size_t>(*state.map.hoveredPoint));
  if (hovered != hoveredRow_) {
    hoveredRow_ = hovered;
    if (hovered)
      reconstruction_.order =
          inference::reconstructionOrder("map.hovered", reconstruction_.order.version + 1,
                                         state.dataset, *hovered, reconstruction_.answers);
  }
  if (hovered) orders.add(reconstruction_.order);
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
  map.underlay = {};
  hoveredRow_.reset();
  session_.state.hovered = nullptr;
}

}  // namespace latlas::app
