#include "app/training/training_controller.h"

namespace latlas::app {

void TrainingController::applyDraft() {
  if (!session_.run.isPresent()) return;
  const train::Snapshot& snapshot = *session_.state.snapshot;
  const bool isUntrained = snapshot.state == train::RunState::ready ||
                           (snapshot.state == train::RunState::failed && snapshot.step == 0);
  if (isUntrained && session_.state.draft != snapshot.config) session_.run.beginFromDraft();
}

void TrainingController::carryOut(const request::StartTraining&) {
  applyDraft();
  send(train::command::Start{});
}

void TrainingController::carryOut(const request::PauseTraining&) { send(train::command::Pause{}); }

void TrainingController::carryOut(const request::ResetTraining&) { session_.run.beginFromDraft(); }

void TrainingController::carryOut(const request::Step& wish) {
  applyDraft();
  send(train::command::Step{wish.steps});
}

void TrainingController::carryOut(const request::FinishEpoch&) {
  applyDraft();
  send(train::command::Epoch{});
}

void TrainingController::carryOut(const request::SetKey& wish) {
  model::setKey(session_.state.draft, wish.key, wish.value);
  send(train::command::SetKey{wish.key, wish.value});
}

void TrainingController::carryOut(const request::SetPace& wish) {
  session_.state.isSlowMotion = wish.secondsPerStep > 0.0;
  send(train::command::SetPace{wish.secondsPerStep});
}

void TrainingController::runBegan(const model::Config&, View) {
  if (session_.state.isSlowMotion)
    send(train::command::SetPace{session_.state.preferences.slowMotion});
}

}  // namespace latlas::app
