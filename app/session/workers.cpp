#include "app/session/workers.h"

namespace latlas::app {
namespace {

// What the user's hand waits for comes first: the window's frame, then the image under the slider,
// then the next batch. On two cores with a software renderer each of them wants one.
constexpr int kInferenceNiceness = 5;
constexpr int kTrainerNiceness = 10;

}  // namespace

Workers::Workers(const model::ModelFactory& models, std::function<double()> clock,
                 std::function<void()> wake, Pace pace)
    : trainer({models.makeLearner, clock,
               [this, wake] {
                 inference.ring();
                 wake();
               }}),
      inference({models.makeReader, &trainer.weights(), clock, wake}) {
  if (pace == Pace::lockstep) return;
  trainerThread_.emplace(trainer, kTrainerNiceness);
  inferenceThread_.emplace(inference, kInferenceNiceness);
}

void Workers::turn() {
  trainer.turn();
  inference.turn();
}

}  // namespace latlas::app
