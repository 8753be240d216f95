// The frame's part in training: what the Training panel asks for.
#include <imgui.h>

#include "app/shell/frame.h"
#include "app/session/actions.h"
#include "core/train/command_line.h"

namespace latlas::app {
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

}  // namespace latlas::app
