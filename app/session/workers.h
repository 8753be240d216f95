// The workers that all wings share, each on a thread of its own or, in lockstep, driven by the frame.
// Threading: UI thread makes, drives and destroys it.
// Owns: the workers and their threads, which end before them.
#pragma once

#include <functional>
#include <optional>

#include "core/base/worker_thread.h"
#include "core/inference/worker.h"
#include "core/train/trainer.h"

namespace latlas::app {

enum class Pace { threads, lockstep };

class Workers {
 public:
  // `wake` is called from the workers after each publication.
  Workers(const model::ModelFactory& models, std::function<double()> clock,
          std::function<void()> wake, Pace pace);

  // Lockstep: one turn for each worker.
  void turn();

  train::Trainer trainer;
  inference::Worker inference;

 private:
  std::optional<WorkerThread> trainerThread_, inferenceThread_;
};

}  // namespace latlas::app
