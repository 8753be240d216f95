#include "app/losses/losses_controller.h"

#include <utility>
#include <vector>

#include "app/losses/losses_picture.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/history_files.h"
#include "core/io/image_grid.h"

namespace latlas::app {

void LossesController::carryOut(const request::BrowseForChartPicture&) {
  session_.requests.push_back(request::Browse{
      "Save the charts as a picture", request::BrowseFor::save, currentFolder() / "losses.png",
      [](const std::filesystem::path& path) {
        return Request(request::ExportChartPicture{path});
      }});
}

void LossesController::carryOut(const request::ExportChartPicture& wish) {
  session_.writeForUser(wish.path, [picture = lossesPicture(session_.state),
                                    path = wish.path](Progress&) {
    data::Images image = ui::rasterize(picture);
    io::writePng(path, {image.shape.width, image.shape.height, 3, std::move(image.pixels)});
  });
}

void LossesController::carryOut(const request::BrowseForHistory&) {
  session_.requests.push_back(request::Browse{
      "Save the history as a table", request::BrowseFor::save, currentFolder() / "history.csv",
      [](const std::filesystem::path& path) { return Request(request::ExportHistory{path}); }});
}

void LossesController::carryOut(const request::ExportHistory& wish) {
  // What the charts show.
  std::vector<io::NamedHistory> runs;
  const AppState& state = session_.state;
  if (session_.run.isPresent()) runs.push_back({state.runLabel.name, state.snapshot->history});
  for (const ComparedRun& run : state.comparedRuns)
    if (run.visible) runs.push_back({run.name, run.snapshot->history});
  std::erase_if(runs, [](const io::NamedHistory& run) { return run.history.train.empty(); });
  session_.writeForUser(wish.path, [runs = std::move(runs), path = wish.path](Progress&) {
    if (runs.empty()) throw Error("There is no history yet. Train first.");
    writeFileAtomically(path, io::encodeHistories(runs));
  });
}

void LossesController::runBegan(const model::Config&, View view) {
  if (view == View::anew) session_.state.losses.range.reset();
}

}  // namespace latlas::app
