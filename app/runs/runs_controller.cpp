#include "app/runs/runs_controller.h"

#include <imgui.h>

#include <string>
#include <utility>

#include "app/session/facts.h"
#include "core/train/command_line.h"

namespace latlas::app {

void RunsController::carryOut(const request::ForkRun&) {
  if (leaving_ || !session_.run.isPresent() || session_.state.snapshot->step == 0) return;
  leaveFor(0);
}

void RunsController::carryOut(const request::SwitchToRun& wish) {
  if (leaving_ || !kept_.has(wish.run)) return;
  // A run without a step has nothing to be kept.
  if (!session_.run.isPresent() || session_.state.snapshot->step == 0) return goOnWith(wish.run);
  leaveFor(wish.run);
}

void RunsController::leaveFor(std::uint64_t next) {
  leaving_ = Leaving{session_.run.serial(), next, isTraining(session_.state)};
  session_.workers.trainer.send(train::command::Pause{});
  session_.run.takeCheckpoint([this, run = session_.run.serial()](const CheckpointPtr& checkpoint) {
    // Opening other data meanwhile has begun another run.
    if (!leaving_ || leaving_->run != run) return;
    const Leaving leaving = *std::exchange(leaving_, std::nullopt);
    if (checkpoint) finishLeaving(leaving, checkpoint);
  });
}

void RunsController::finishLeaving(const Leaving& leaving, const CheckpointPtr& checkpoint) {
  // A run that was taken off the list meanwhile is not gone on with.
  if (leaving.next != 0 && !kept_.has(leaving.next)) {
    if (leaving.wasTraining) startTraining();
    return;
  }
  const std::filesystem::path folder = kept_.keepPresent(checkpoint);
  if (!folder.empty()) saver_.saveKept(checkpoint, session_.run.extras(), folder);
  if (leaving.next != 0)
    goOnWith(leaving.next);
  else
    fork(checkpoint);
  if (leaving.wasTraining) startTraining();
}

void RunsController::fork(const CheckpointPtr& checkpoint) {
  AppState& state = session_.state;
  const std::string before = state.runLabel.name;
  state.runLabel = {{}, kept_.nextLabel()};
  session_.run.begin({checkpoint->config, checkpoint, View::kept, session_.run.extras()});
  state.status = before + " is kept as it is; " + state.runLabel.name + " goes on from step " +
                 std::to_string(checkpoint->step);
}

void RunsController::goOnWith(std::uint64_t run) {
  AppState& state = session_.state;
  auto kept = kept_.take(run);
  if (!kept) return;
  state.runLabel = kept->label;
  state.status = "Goes on with " + kept->label.name;
  const data::DatasetPtr dataset = kept->checkpoint->dataset;
  RunStart start{kept->checkpoint->config, kept->checkpoint, View::anew, std::move(kept->extras)};
  if (dataset && dataset != state.dataset) {
    session_.run.show(dataset, std::move(start));
    const data::DatasetInfo& info = dataset->info();
    session_.requests.push_back(request::RememberSource{{info.source, info.options}});
  } else {
    session_.run.begin(std::move(start));
  }
  state.runLabel.folder = kept->label.folder;
}

void RunsController::carryOut(const request::CopyCommandLine&) {
  AppState& state = session_.state;
  if (!state.dataset) return;
  const data::DatasetInfo& info = state.dataset->info();
  constexpr const char* out = "latlas-run";
  const std::string command =
      session_.run.isPresent()
          ? train::commandLineOf(*state.snapshot, info.source, out, info.options)
          : train::commandLineOf(state.draft, info.source, out, info.options);
  ImGui::SetClipboardText(command.c_str());
  state.status = "Copied: " + command;
}

void RunsController::carryOut(const request::BrowseForSaveRun&) {
  session_.requests.push_back(request::Browse{
      "Save the run as a folder", request::BrowseFor::save, currentFolder() / "latlas-run",
      [](const std::filesystem::path& path) { return Request(request::SaveRun{path}); }});
}

void RunsController::dataShown() {
  // Losses over other data are no comparison until the user asks for them.
  for (ComparedRun& run : session_.state.comparedRuns)
    if (run.snapshot->dataset != session_.state.dataset) run.visible = false;
}

void RunsController::runBegan(const model::Config&, View) {
  leaving_.reset();
  session_.state.runLabel.folder.clear();  // another run's files are there
  saver_.runBegan();
}

void RunsController::sourceOpened(const Opened& opened) {
  // The last run goes on where it is saved.
  if (opened.source == session_.state.autosaveFolder) saver_.goesOnFromAutosave();
  if (opened.checkpoint) kept_.takeFamily(opened);
}

}  // namespace latlas::app
