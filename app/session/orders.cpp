#include "app/session/orders.h"

#include <algorithm>
#include <numeric>

#include "app/traverse/grid_points.h"
#include "core/base/random.h"

namespace latlas::app {
namespace {

constexpr std::int64_t kProbeImages = 10'000;
constexpr std::uint64_t kProbeSeed = 20;  // any fixed number: the same map of the same data

}  // namespace

std::vector<std::int64_t> Orders::probeRows(std::int64_t count) {
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
    rows.push_back(begin + static_cast<std::int64_t>(
                               random.below(static_cast<std::uint64_t>(end - begin))));
  }
  return rows;
}

void Orders::send(const AppState& state, Workers& workers, double now) {
  const std::uint64_t run = state.snapshot ? state.snapshot->run : 0;
  if (run != run_) {
    run_ = run;
    workers.inference.probe({run, state.dataset,
                             state.dataset ? probeRows(state.dataset->info().count)
                                           : std::vector<std::int64_t>{}});
  }
  if (state.traverse.z != previewZ_) {
    previewZ_ = state.traverse.z;
    previewsAsked_.emplace_back(++previewSerial_, now);
    workers.inference.decode(train::DecodeSlot::preview, {previewSerial_, previewZ_});
  }
  auto points = gridPoints(state.traverse, state.traverse.grid);
  if (points != gridZ_) {
    gridZ_ = std::move(points);
    workers.inference.decode(train::DecodeSlot::grid, {++gridSerial_, gridZ_});
  }

  std::optional<std::int64_t> hovered;
  if (state.map.hoveredPoint && state.map.map)
    hovered = state.map.map->rows.at(static_cast<std::size_t>(*state.map.hoveredPoint));
  if (hovered != hoveredRow_) {
    hoveredRow_ = hovered;
    workers.inference.reconstruct(
        {++hoverSerial_, hovered ? state.dataset : nullptr, hovered.value_or(0)});
  }

  // Half a screen more above and below, so that scrolling by lines uncovers nothing empty.
  const std::int64_t margin = state.sheet.visibleCount / 2;
  const std::int64_t first = std::max<std::int64_t>(0, state.sheet.first - margin);
  const SheetRequest page{state.dataset, state.sheet.filter, first,
                          state.sheet.first - first + state.sheet.visibleCount + margin};
  if (page != sheet_) {
    sheet_ = page;
    workers.sheetReader.read(page);
  }
}

std::optional<double> Orders::takePreviewAsked(std::uint64_t serial) {
  std::optional<double> asked;
  // Requests that a newer one overtook go with it.
  while (!previewsAsked_.empty() && previewsAsked_.front().first <= serial) {
    if (previewsAsked_.front().first == serial) asked = previewsAsked_.front().second;
    previewsAsked_.pop_front();
  }
  return asked;
}

}  // namespace latlas::app
