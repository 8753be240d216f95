// The frame's part in training: what the Training panel asks for, and the runs kept beside the
// present one.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/frame.h"
#include "app/panels/actions.h"
#include "core/train/command_line.h"

namespace latlas::app {
namespace {

// Of ui::classColour(): those that are neither the blue of training nor the orange of held-out
// losses, in an order that keeps the first few far apart.
int runColour(int number) {
  constexpr std::array colours{2, 6, 3, 7, 5, 8, 9};
  return colours[static_cast<std::size_t>(number - 1) % colours.size()];
}

}  // namespace

void Frame::applyDraft() {
  if (!isPresent()) return;
  const train::RunState now = state_.snapshot->state;
  const bool untrained = now == train::RunState::ready ||
                         (now == train::RunState::failed && state_.snapshot->step == 0);
  if (untrained && state_.draft != state_.snapshot->config) beginRun(state_.draft, nullptr);
}

void Frame::carryOut(const request::StartTraining&) {
  applyDraft();
  parts_.workers->trainer.send(train::command::Start{});
}

void Frame::carryOut(const request::PauseTraining&) {
  parts_.workers->trainer.send(train::command::Pause{});
}

void Frame::carryOut(const request::Step& request) {
  applyDraft();
  parts_.workers->trainer.send(train::command::Step{request.steps});
}

void Frame::carryOut(const request::FinishEpoch&) {
  applyDraft();
  parts_.workers->trainer.send(train::command::Epoch{});
}

void Frame::carryOut(const request::ResetTraining&) { beginRun(state_.draft, nullptr); }

void Frame::carryOut(const request::SetKey& request) {
  model::setKey(state_.draft, request.key, request.value);
  parts_.workers->trainer.send(train::command::SetKey{request.key, request.value});
}

void Frame::carryOut(const request::SetPace& request) {
  state_.isSlowMotion = request.secondsPerStep > 0.0;
  parts_.workers->trainer.send(train::command::SetPace{request.secondsPerStep});
}

void Frame::carryOut(const request::ForkRun&) {
  if (leaving_ || !isPresent() || state_.snapshot->step == 0) return;
  leaving_ = Leaving{run_, 0, isTraining(state_)};
  parts_.workers->trainer.send(train::command::Pause{});
  parts_.workers->trainer.send(train::command::TakeCheckpoint{});
}

void Frame::carryOut(const request::SwitchToRun& request) {
  if (leaving_ || findRun(request.run) == state_.comparedRuns.end()) return;
  // A run without a step has nothing to be kept.
  if (!isPresent() || state_.snapshot->step == 0) return goOnWith(request.run, false);
  leaving_ = Leaving{run_, request.run, isTraining(state_)};
  parts_.workers->trainer.send(train::command::Pause{});
  parts_.workers->trainer.send(train::command::TakeCheckpoint{});
}

void Frame::carryOut(const request::RemoveRun& request) {
  const auto run = findRun(request.run);
  if (run == state_.comparedRuns.end()) return;
  state_.status = "Removed " + run->name;
  kept_.erase(request.run);
  state_.comparedRuns.erase(run);
}

void Frame::carryOut(const request::CopyCommandLine&) {
  if (!state_.dataset) return;
  const data::DatasetInfo& info = state_.dataset->info();
  constexpr const char* out = "latlas-run";
  const std::string command =
      isPresent() ? train::commandLineOf(*state_.snapshot, info.source, out, info.options)
                  : train::commandLineOf(state_.draft, info.source, out, info.options);
  ImGui::SetClipboardText(command.c_str());
  state_.status = "Copied: " + command;
}

std::vector<ComparedRun>::iterator Frame::findRun(std::uint64_t run) {
  return std::ranges::find_if(state_.comparedRuns, [run](const ComparedRun& kept) {
    return kept.snapshot && kept.snapshot->run == run;
  });
}

void Frame::keepPresent(const std::shared_ptr<const train::Checkpoint>& checkpoint) {
  auto snapshot = std::make_shared<train::Snapshot>(*state_.snapshot);
  snapshot->state = train::RunState::paused;
  snapshot->step = checkpoint->step;
  snapshot->seconds = checkpoint->seconds;
  snapshot->config = checkpoint->config;
  snapshot->history = checkpoint->history;
  snapshot->events = checkpoint->events;
  kept_[snapshot->run] = checkpoint;
  state_.comparedRuns.push_back(
      {state_.runLabel.name, state_.runLabel.colour, true, std::move(snapshot)});
}

void Frame::finishLeaving(const std::shared_ptr<const train::Checkpoint>& checkpoint) {
  if (!leaving_ || checkpoint->run != leaving_->run || !isPresent()) return;
  const Leaving leaving = *std::exchange(leaving_, std::nullopt);
  // Opening other data meanwhile has begun another run.
  if (leaving.run != run_) return;
  keepPresent(checkpoint);
  if (leaving.next != 0) return goOnWith(leaving.next, leaving.wasTraining);
  const std::string before = state_.runLabel.name;
  ++runsNamed_;
  state_.runLabel = {"Run " + std::to_string(runsNamed_), runColour(runsNamed_)};
  beginRun(checkpoint->config, checkpoint, View::kept);
  if (leaving.wasTraining) parts_.workers->trainer.send(train::command::Start{});
  state_.status = before + " is kept as it is; " + state_.runLabel.name + " goes on from step " +
                  std::to_string(checkpoint->step);
}

void Frame::goOnWith(std::uint64_t run, bool start) {
  const auto kept = findRun(run);
  if (kept == state_.comparedRuns.end()) return;
  const auto checkpoint = kept_.at(run);
  state_.runLabel = {kept->name, kept->colour};
  state_.status = "Goes on with " + kept->name;
  kept_.erase(run);
  state_.comparedRuns.erase(kept);
  if (checkpoint->dataset && checkpoint->dataset != state_.dataset) {
    takeOpened({checkpoint->dataset->info().source, checkpoint->dataset, checkpoint, std::nullopt});
  } else {
    beginRun(checkpoint->config, checkpoint);
  }
  if (start) parts_.workers->trainer.send(train::command::Start{});
}

}  // namespace latlas::app
