#include "app/traverse/traverse_controller.h"

#include <string>

#include "app/traverse/grid_export.h"
#include "app/traverse/grid_points.h"
#include "app/traverse/traverse_panel.h"
#include "core/base/error.h"

namespace latlas::app {

using train::DecodeSlot;

void TraverseController::takeArrivals() {
  takePreview();
  if (auto grid = session_.workers.inference.decoded(DecodeSlot::grid).readNewer(seenGrid_);
      grid && grid->run == session_.run.serial())
    session_.state.traverse.gridImages = std::move(grid);
}

void TraverseController::takePreview() {
  auto preview = session_.workers.inference.decoded(DecodeSlot::preview).readNewer(seenPreview_);
  if (!preview || preview->run != session_.run.serial()) return;
  if (const auto asked = takeAsked(preview->serial)) taken_.push_back(*asked);
  session_.state.traverse.preview = std::move(preview);
}

std::optional<double> TraverseController::takeAsked(std::uint64_t serial) {
  std::optional<double> asked;
  // Requests that a newer one overtook go with it.
  while (!asked_.empty() && asked_.front().first <= serial) {
    if (asked_.front().first == serial) asked = asked_.front().second;
    asked_.pop_front();
  }
  return asked;
}

void TraverseController::latch(ui::Graphics& graphics) {
  TraverseState& traverse = session_.state.traverse;
  const auto drawn = traverse.preview;
  const auto newest = session_.workers.inference.decoded(DecodeSlot::preview).read();
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

void TraverseController::sendOrders() {
  const TraverseState& traverse = session_.state.traverse;
  train::Inference& inference = session_.workers.inference;
  if (traverse.z != previewZ_) {
    previewZ_ = traverse.z;
    asked_.emplace_back(++previewSerial_, session_.setup.clock());
    inference.decode(DecodeSlot::preview, {previewSerial_, previewZ_});
  }
  auto points = gridPoints(traverse, traverse.grid);
  if (points == gridZ_) return;
  gridZ_ = std::move(points);
  inference.decode(DecodeSlot::grid, {++gridSerial_, gridZ_});
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
  session_.writeForUser(wish.path,
                        [makeModel = session_.setup.makeModel, weights = std::move(weights),
                         what = GridExport{wish.path, gridPoints(traverse, wish.grid),
                                           traverse.gridSide, wish.cell}](Progress&) {
                          if (!weights) throw Error("There is no model yet. Open data first.");
                          writeGrid(makeModel, *weights, what);
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
