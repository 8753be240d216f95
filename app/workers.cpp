#include "app/workers.h"

namespace latlas::app {

Workers::Workers(const model::ModelFactory& makeModel, std::function<double()> clock,
                 std::function<void()> wake, Pace pace)
    : trainer({makeModel, clock,
               [this, wake] {
                 inference.ring();
                 wake();
               }}),
      inference({makeModel, &trainer.weights(), clock, wake}),
      sheetReader(wake) {
  if (pace == Pace::lockstep) return;
  trainerThread_.emplace(trainer);
  inferenceThread_.emplace(inference);
  sheetThread_.emplace(sheetReader);
}

void Workers::turn(int turns) {
  for (int i = 0; i < turns; ++i) {
    trainer.turn();
    inference.turn();
    sheetReader.turn();
  }
}

}  // namespace latlas::app
