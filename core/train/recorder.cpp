#include "core/train/recorder.h"

#include <string>
#include <vector>

#include "core/model/objectives.h"

namespace latlas::train {
namespace {

std::vector<std::string> lossColumns(const model::ModelConfig& model) {
  std::vector<std::string> names{"loss", "reconstruction", "kl"};
  for (const model::WeightedTerm& weighted : model::infoOf(model.objective).terms)
    names.emplace_back(model::infoOf(weighted.term).name);
  return names;
}

std::vector<std::string> dimensionColumns(const model::ModelConfig& model) {
  std::vector<std::string> names;
  for (int i = 0; model::isVariational(model) && i < model.latent; ++i)
    names.push_back("kl_" + std::to_string(i));
  return names;
}

std::vector<float> lossValues(const model::ModelConfig& model, const model::Losses& losses) {
  std::vector<float> values{static_cast<float>(losses.loss),
                            static_cast<float>(losses.reconstruction),
                            static_cast<float>(losses.kl)};
  for (const model::WeightedTerm& weighted : model::infoOf(model.objective).terms)
    values.push_back(static_cast<float>(losses[weighted.term]));
  return values;
}

// What was not measured is missing.
void appendDimensions(std::vector<float>& values, const model::ModelConfig& model,
                      const std::vector<double>& dimensions, double weight) {
  const std::size_t count =
      model::isVariational(model) ? static_cast<std::size_t>(model.latent) : 0;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(i < dimensions.size() ? static_cast<float>(weight * dimensions[i])
                                           : series::kMissing);
}

}  // namespace

History emptyHistory(const model::ModelConfig& model) {
  std::vector<std::string> train = lossColumns(model), heldOut = lossColumns(model);
  for (const char* name : {"gradient_norm", "lr", "images_per_second"}) train.push_back(name);
  const std::vector<std::string> dimensions = dimensionColumns(model);
  heldOut.insert(heldOut.end(), dimensions.begin(), dimensions.end());
  return {series::Series(std::move(train)), series::Series(std::move(heldOut)),
          series::Series(dimensions)};
}

History continued(const History& saved, const model::ModelConfig& model) {
  const History empty = emptyHistory(model);
  return {saved.train.withColumns(empty.train.columns()),
          saved.heldOut.withColumns(empty.heldOut.columns()),
          saved.dimensions.withColumns(empty.dimensions.columns())};
}

void record(History& history, const model::ModelConfig& model, const series::RecordHead& head,
            const StepRecord& step) {
  std::vector<float> values = lossValues(model, step.result->losses);
  values.push_back(static_cast<float>(step.result->gradientNorm));
  values.push_back(static_cast<float>(step.learningRate));
  values.push_back(step.imagesPerSecond > 0.0 ? static_cast<float>(step.imagesPerSecond)
                                              : series::kMissing);
  history.train.append(head, values);
}

void gather(SinceEvaluation& since, const model::Losses& losses) {
  since.klOfDimensions.resize(losses.klOfDimensions.size());
  for (std::size_t i = 0; i < losses.klOfDimensions.size(); ++i)
    since.klOfDimensions[i] += losses.klOfDimensions[i];
  ++since.steps;
}

void recordEvaluation(History& history, const model::ModelConfig& model,
                      const series::RecordHead& head, const model::Losses* heldOut,
                      SinceEvaluation& since) {
  if (heldOut) {
    std::vector<float> values = lossValues(model, *heldOut);
    appendDimensions(values, model, heldOut->klOfDimensions, 1.0);
    history.heldOut.append(head, values);
  }
  if (since.steps > 0 && !since.klOfDimensions.empty()) {
    std::vector<float> means;
    appendDimensions(means, model, since.klOfDimensions, 1.0 / static_cast<double>(since.steps));
    if (!means.empty()) history.dimensions.append(head, means);
  }
  since = {head.step, 0, {}};
}

}  // namespace latlas::train
