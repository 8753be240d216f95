// What of a step or an evaluation is recorded, and in which columns.
#pragma once

#include <span>

#include "core/model/learner.h"
#include "core/train/snapshot.h"

namespace latlas::train {

// Without rows. Training: loss, reconstruction, kl, the terms of the objective, gradient_norm, lr,
// images_per_second. Held out: loss, reconstruction, kl, the terms, kl_0 and on. Dimensions: kl_0
// and on. A deterministic encoder has no KL of dimensions.
History emptyHistory(const model::ModelConfig& model);

// The rows of `saved` in the columns of this model.
History continued(const History& saved, const model::ModelConfig& model);

struct StepRecord {
  const model::StepResult* result = nullptr;
  double learningRate = 0.0;
  double imagesPerSecond = 0.0;  // 0: not measured yet
};
void record(History& history, const model::ModelConfig& model, const series::RecordHead& head,
            const StepRecord& step);
// Adds a step's KL of each dimension to what the next evaluation averages.
void gather(SinceEvaluation& since, const model::Losses& losses);

// `heldOut`: null when nothing is held out. Begins a new average.
void recordEvaluation(History& history, const model::ModelConfig& model,
                      const series::RecordHead& head, const model::Losses* heldOut,
                      SinceEvaluation& since);

}  // namespace latlas::train
