#include "app/traverse/traverse_controller.h"

#include <string>

#include "app/traverse/grid_export.h"
#include "app/traverse/grid_points.h"
#include "app/traverse/traverse_panel.h"
#include "core/base/error.h"
#include "core/inference/grid_order.h"
#include "core/inference/preview_order.h"

namespace latlas::app {

void TraverseController::takeArrivals() {
  takePreview();
  if (auto grid = grids_->readNewer(seenGrid_); grid && grid->run == session_.run.serial())
    session_.state.traverse.gridImages = std::move(grid);
}

void TraverseController::takePreview() {
  auto preview = previews_->readNewer(seenPreview_);
  if (!preview || preview->run != session_.run.serial()) return;
  if (const auto asked = takeAsked(preview->version)) taken_.push_back(*asked);
  session_.state.traverse.preview = std::move(preview);
}

std::optional<double> TraverseController::takeAsked(std::uint64_t version) {
  std::optional<double> asked;
  // What a newer one overtook goes with it.
  while (!asked_.empty() && asked_.front().first <= version) {
    if (asked_.front().first == version) asked = asked_.front().second;
    asked_.pop_front();
  }
  return asked;
}

void TraverseController::latch(ui::Graphics& graphics) {
  TraverseState& traverse = session_.state.traverse;
  const auto drawn = traverse.preview;
  const auto newest = previews_->read();
  // Another shape would need another texture than the one that the draw lists name.
  if (!drawn || !newest || newest->images.shape != drawn->images.shape) return;
  // A vector's chart has been drawn into the lists already.
  if (!newest->values.empty()) return;
  takePreview();
  if (traverse.preview != drawn) previewTexture(traverse, graphics);
}

void TraverseController::shown() {
  const double now = session_.setup.clock();
  for (const double asked : std::exchange(taken_, {}))
    session_.figures.sliderToTexture(1e3 * (now - asked));
}

void TraverseController::addOrders(inference::OrderList& orders) {
  const TraverseState& traverse = session_.state.traverse;
  if (traverse.z != previewZ_) {
    previewZ_ = traverse.z;
    preview_ =
        inference::previewOrder("traverse.preview", preview_.version + 1, previewZ_, previews_);
    asked_.emplace_back(preview_.version, session_.setup.clock());
  }
  if (auto points = gridPoints(traverse, traverse.grid); points != gridZ_) {
    gridZ_ = std::move(points);
    grid_ = inference::gridOrder("traverse.grid", grid_.version + 1, gridZ_, grids_);
  }
  if (!previewZ_.empty()) orders.add(preview_);
  if (!gridZ_.empty()) orders.add(grid_);
}

void TraverseController::carryOut(const request::BrowseForExport& wish) {
  const std::string name = toString(wish.grid);
  session_.requests.push_back(request::Browse{
      "Save the " + name + " grid", request::BrowseFor::save, currentFolder() / (name + ".png"),
      [wish](const std::filesystem::path& path) {
        return Request(request::ExportGrid{wish.grid, wish.cell, path});
      }});
}

void TraverseController::carryOut(const request::ExportGrid& wish) {
  const TraverseState& traverse = session_.state.traverse;
  auto weights = session_.workers.trainer.weights().read();
  if (weights && weights->run != session_.run.serial())
    weights = nullptr;  // of a model that is gone
  session_.writeForUser(wish.path, [makeReader = session_.setup.models.makeReader,
                                    weights = std::move(weights),
                                    what = GridExport{wish.path, gridPoints(traverse, wish.grid),
                                                      traverse.gridSide, wish.cell}](Progress&) {
    if (!weights) throw Error("There is no model yet. Open data first.");
    writeGrid(makeReader, *weights, what);
  });
}

void TraverseController::runBegan(const model::Config& config, View view) {
  if (view == View::kept) return;
  TraverseState& traverse = session_.state.traverse;
  const auto latent = static_cast<std::size_t>(config.model.latent);
  if (traverse.z.size() != latent) {
    traverse.z.assign(latent, 0.0f);
    traverse.axisX = 0;
    traverse.axisY = latent > 1 ? 1 : 0;
  }
  traverse.preview = nullptr;
  traverse.gridImages = nullptr;
}

}  // namespace latlas::app
