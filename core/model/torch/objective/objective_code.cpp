#include "core/model/torch/objective/objective_code.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/model/torch/objective/discriminator.h"

namespace latlas::model {
namespace {

void addWeightedKl(const TermTask& task) {
  addKl(task, task.settings.weights.beta * task.settings.klScale);
}

constexpr auto kCodes = std::to_array<ObjectiveCode>(
    {{.objective = Objective::ae},
     {.objective = Objective::vae, .addTerms = addWeightedKl},
     {.objective = Objective::betaVae,
      .addTerms =
          [](const TermTask& task) {
            task.settings.weights.capacity > 0.0 ? addCapacity(task) : addWeightedKl(task);
          }},
     {.objective = Objective::betaTcVae, .addTerms = addDecomposition},
     {.objective = Objective::factorVae,
      .addTerms =
          [](const TermTask& task) {
            addWeightedKl(task);
            task.discriminator->addTotalCorrelation(task);
          }},
     {.objective = Objective::dipVae,
      .addTerms =
          [](const TermTask& task) {
            addWeightedKl(task);
            addDip(task);
          }},
     {.objective = Objective::infoVae,
      .addTerms =
          [](const TermTask& task) {
            addKl(task, (1.0 - task.settings.weights.alpha) * task.settings.klScale);
            addMmd(task);
          }},
     {.objective = Objective::iwae, .ofOutputs = importanceWeighted},
     {.objective = Objective::rae, .ofOutputs = withGradientPenalty, .addTerms = addRae}});

}  // namespace

const ObjectiveCode& codeOf(Objective objective) {
  const auto* const row = std::ranges::find(kCodes, objective, &ObjectiveCode::objective);
  assert(row != kCodes.end());
  return *row;
}

}  // namespace latlas::model
