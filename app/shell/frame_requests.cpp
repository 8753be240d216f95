// What the panels asked for, carried out behind them.
#include <utility>
#include <variant>

#include "app/shell/frame.h"
#include "app/traverse/grid_points.h"
#include "app/session/actions.h"
#include "app/losses/losses_picture.h"

namespace latlas::app {
namespace {

// Empty when it was deleted under us; the browser then begins at home.
std::filesystem::path currentFolder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored);
}

}  // namespace

void Frame::carryOut() {
  // A request may lead to another, which is carried out in the next frame.
  for (const Request& request : std::exchange(requests_, {}))
    std::visit([this](const auto& known) { carryOut(known); }, request);
}

void Frame::carryOut(const request::BrowseForDataset& request) {
  std::filesystem::path start = currentFolder();
  for (const RecentSource& recent : state_.preferences.recent)
    if (const auto folder = std::filesystem::path(recent.source).parent_path();
        !recent.source.starts_with("builtin:") && folder != keptRunsFolder(state_)) {
      start = folder;
      break;
    }
  browsingFor_ = [ask = request.ask](const std::filesystem::path& path) -> Request {
    return request::OpenDataset{path.string(), {}, ask};
  };
  parts_.browser->show(ui::FileBrowser::Mode::open,
                       request.ask == request::Ask::always ? "Open a dataset with options"
                                                           : "Open a dataset or a run",
                       start);
}

void Frame::carryOut(const request::OpenDataset& request) {
  // A newer wish takes the place of a question that was not answered.
  state_.question.reset();
  openOptions_ = request.options;
  if (request.ask == request::Ask::always) {
    parts_.tasks->cancelOpening();
    state_.question = OpenQuestion{request.source, request.options, {}, {}, {}};
    return;
  }
  state_.status = "Opening " + request.source;
  parts_.tasks->open(request.source, request.options, request.ask != request::Ask::never);
}

void Frame::carryOut(const request::CancelOpening&) {
  parts_.tasks->cancelOpening();
  startWhenOpened_ = false;
  state_.status = "Opening was cancelled";
}

void Frame::carryOut(const request::BrowseForExport& request) {
  browsingFor_ = [request](const std::filesystem::path& path) -> Request {
    return request::ExportGrid{request.grid, request.cell, path};
  };
  const std::string name = std::string(toString(request.grid)) + ".png";
  parts_.browser->show(ui::FileBrowser::Mode::save, "Save the " + name.substr(0, name.size() - 4) +
                       " grid", currentFolder() / name);
}

void Frame::carryOut(const request::ExportGrid& request) {
  auto z = gridPoints(state_.traverse, request.grid);
  auto weights = parts_.workers->trainer.weights().read();
  if (weights && weights->run != run_) weights = nullptr;  // of a model that is gone
  parts_.tasks->exportGrid(
      std::move(weights),
      {request.path, std::move(z), state_.traverse.gridSide, request.cell});
}

void Frame::carryOut(const request::BrowseForChartPicture&) {
  browsingFor_ = [](const std::filesystem::path& path) -> Request {
    return request::ExportChartPicture{path};
  };
  parts_.browser->show(ui::FileBrowser::Mode::save, "Save the charts as a picture",
                       currentFolder() / "losses.png");
}

void Frame::carryOut(const request::ExportChartPicture& request) {
  parts_.tasks->exportPicture(lossesPicture(state_), request.path);
}

void Frame::carryOut(const request::BrowseForHistory&) {
  browsingFor_ = [](const std::filesystem::path& path) -> Request {
    return request::ExportHistory{path};
  };
  parts_.browser->show(ui::FileBrowser::Mode::save, "Save the history as a table",
                       currentFolder() / "history.csv");
}

void Frame::carryOut(const request::ExportHistory& request) {
  // What the charts show.
  std::vector<io::NamedHistory> runs;
  if (isPresent()) runs.push_back({state_.runLabel.name, state_.snapshot->history});
  for (const ComparedRun& run : state_.comparedRuns)
    if (run.visible) runs.push_back({run.name, run.snapshot->history});
  std::erase_if(runs, [](const io::NamedHistory& run) { return run.history.train.empty(); });
  parts_.tasks->exportHistories(std::move(runs), request.path);
}

void Frame::carryOut(const request::BrowseForSaveRun&) {
  browsingFor_ = [](const std::filesystem::path& path) -> Request {
    return request::SaveRun{path};
  };
  parts_.browser->show(ui::FileBrowser::Mode::save, "Save the run as a folder",
                       currentFolder() / "latlas-run");
}

void Frame::carryOut(const request::SaveRun& request) {
  if (!state_.snapshot || state_.snapshot->run != run_ || state_.snapshot->parameterCount == 0)
    return failed({saveTask(request.folder), "There is no model yet. Open data first; a model that "
                                             "could not be built is mended in the Model panel."});
  savesWaiting_.push_back({request.folder, familyOf(run_)});
  parts_.workers->trainer.send(train::command::TakeCheckpoint{});
}

void Frame::carryOut(const request::SetTheme& request) {
  state_.preferences.theme = request.theme;
  lookChanged_ = true;
}

void Frame::carryOut(const request::SetScale& request) {
  state_.preferences.scale = request.scale;
  lookChanged_ = true;
}

void Frame::carryOut(const request::Quit&) { quitAsked_ = true; }

}  // namespace latlas::app
