// What a configuration may be, for samples of one shape.
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/model/config_key.h"
#include "core/model/objectives.h"

namespace latlas::model {
namespace {

void requireKeysInRange(const Config& config) {
  Config scratch = config;
  for (const Key& key : keyTable()) {
    const std::string value = key.print(config);
    if (!key.read(scratch, value)) throw refusedValue(key, value);
  }
}

void requireVectorModel(const ModelConfig& model, const data::Shape& shape) {
  if (model.architecture == Architecture::conv)
    throw Error("model conv: expected images, found vectors of " + data::toString(shape) +
                ", which have no neighbouring pixels. Use model mlp");
  if (model.likelihood == Likelihood::bernoulli)
    throw Error("likelihood bernoulli: expected values from 0 to 1, found standardized vectors. "
                "Use likelihood gaussian");
  if (model.likelihood == Likelihood::discretizedLogistic)
    throw Error("likelihood discretized-logistic: expected pixels of 256 levels, found "
                "standardized vectors. Use likelihood gaussian or laplace");
  if (model.output == OutputMap::sigmoid)
    throw Error("output sigmoid: expected values from 0 to 1, found standardized vectors. "
                "Use output linear");
}

void requireConvolvable(const ModelConfig& model, const data::Shape& shape) {
  constexpr int smallest = 8, largest = 256;  // pixels a side that three halvings still suit
  const auto [shorter, longer] = std::minmax(shape.height, shape.width);
  if (shorter < smallest || longer > largest)
    throw Error("model conv: expected sides of 8 to 256 pixels, found " + data::toString(shape) +
                ". Use model mlp or resize the images");
  if (model.channels.empty())
    throw Error("model conv: expected at least one layer in channels, found none. "
                "Use model mlp or set channels, such as 32,64");
  const auto halvings = static_cast<int>(std::log2(shorter));
  if (static_cast<int>(model.channels.size()) > halvings)
    throw Error("channels " + joined(model.channels) + ": expected at most " +
                std::to_string(halvings) + " layers, as each halves an image of " +
                data::toString(shape) + ", found " + std::to_string(model.channels.size()));
}

void requireTrainable(const Config& config) {
  const TrainConfig& train = config.train;
  if (train.rateSchedule == RateSchedule::cosine && train.epochs == 0)
    throw Error("lr_schedule cosine: expected a number of epochs to spread over, found epochs 0. "
                "Set epochs, or use lr_schedule constant");
  if (config.model.batchNorm && train.batch < 2)
    throw Error("batch_norm on: expected batches of at least 2, found 1. Raise batch");
  const ObjectiveInfo& objective = infoOf(config.model.objective);
  if (objective.comparesSamples && train.batch < 2)
    throw Error("objective " + std::string(objective.name) +
                ": expected batches of at least 2, as it compares samples with each other, found "
                "1. Raise batch");
}

}  // namespace

void suitTo(ModelConfig& config, const data::Shape& shape) {
  if (shape.kind != data::Kind::vectors) return;
  if (config.architecture == Architecture::conv) selectArchitecture(config, Architecture::mlp);
  if (config.likelihood == Likelihood::bernoulli ||
      config.likelihood == Likelihood::discretizedLogistic)
    config.likelihood = Likelihood::gaussian;
  config.output = OutputMap::linear;
}

void validate(const Config& config, const data::Shape& shape) {
  requireKeysInRange(config);
  if (shape.channels < 1 || shape.height < 1 || shape.width < 1)
    throw Error("an image needs at least one channel, row and column, found " +
                data::toString(shape));
  if (shape.kind == data::Kind::vectors) requireVectorModel(config.model, shape);
  if (config.model.architecture == Architecture::conv) requireConvolvable(config.model, shape);
  requireTrainable(config);
}

}  // namespace latlas::model
