// What the Model and Training panels ask of the trainer.
// Threading: UI thread; never waits for the trainer.
#pragma once

#include <utility>

#include "app/session/session.h"
#include "app/session/wing.h"
#include "app/training/training_requests.h"

namespace latlas::app {

class TrainingController {
 public:
  static const Wing& wing();
  using CarriesOut =
      RequestKinds<request::StartTraining, request::PauseTraining, request::ResetTraining,
                   request::Step, request::FinishEpoch, request::SetKey, request::SetPace>;

  explicit TrainingController(Session& session) : session_(session) {}

  void carryOut(const request::StartTraining&);
  void carryOut(const request::PauseTraining&);
  void carryOut(const request::ResetTraining&);
  void carryOut(const request::Step& wish);
  void carryOut(const request::FinishEpoch&);
  void carryOut(const request::SetKey& wish);
  void carryOut(const request::SetPace& wish);

  void runBegan(const model::Config& config, View view);

 private:
  void send(train::Command command) { session_.workers.trainer.send(std::move(command)); }
  // A model that was not trained yet becomes what the panels show.
  void applyDraft();

  Session& session_;
};

}  // namespace latlas::app
