#include "core/train/step_inputs.h"

#include <algorithm>

#include "core/train/corruption.h"
#include "core/train/evaluation.h"
#include "core/train/streams.h"

namespace latlas::train {
namespace {

// Numbers given to a holding model at a time, 16 MiB: a few ms of copying.
constexpr std::int64_t kPiece = std::int64_t{1} << 22;

}  // namespace

bool StepInputs::feed(model::Learner& model, const data::Dataset& dataset,
                      const model::Config& config, const std::vector<std::int64_t>& trainRows) {
  if (!mayHold_ || holdsAll_) return false;
  if (held_ == 0 && !model.wantsSamples(static_cast<std::int64_t>(trainRows.size()))) {
    mayHold_ = false;
    return false;
  }
  const std::int64_t size = dataset.info().shape.size();
  const std::size_t count = std::min(
      trainRows.size() - held_, static_cast<std::size_t>(std::max<std::int64_t>(1, kPiece / size)));
  const auto rows = std::span(trainRows).subspan(held_, count);
  std::vector<float> values(count * static_cast<std::size_t>(size));
  dataset.read(rows, values);
  prepareOnce(config, rows, values);
  model.holdSamples(values);
  held_ += count;
  holdsAll_ = held_ == trainRows.size();
  return true;
}

model::Batch StepInputs::prepare(const data::Dataset& dataset, const model::Config& config,
                                 const Batches::Part& part, std::int64_t step) {
  noise_.resize(part.rows.size() * static_cast<std::size_t>(config.model.latent * drawsOf(config)));
  fillStepNoise(config.train.seed, step, noise_);
  if (holdsAll_ && isSameInEachStep(config)) return {{}, {}, noise_, part.places};
  targets_.resize(part.rows.size() * static_cast<std::size_t>(dataset.info().shape.size()));
  dataset.read(part.rows, targets_);
  corrupt(config, step, part.rows, targets_, inputs_);
  return {targets_, inputs_, noise_, {}};
}

}  // namespace latlas::train
