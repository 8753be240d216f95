#include "core/model/torch/not_finite.h"

#include <cmath>

#include "core/model/objectives.h"

namespace latlas::model {

std::string notFiniteTerm(const Losses& losses, Objective objective) {
  if (!std::isfinite(losses.reconstruction)) return "the reconstruction term";
  if (!std::isfinite(losses.kl)) return "the KL term";
  for (const WeightedTerm& weighted : infoOf(objective).terms)
    if (!std::isfinite(losses[weighted.term]))
      return "the term " + std::string(infoOf(weighted.term).name);
  return std::isfinite(losses.loss) ? "" : "the loss";
}

std::string notFiniteTensor(const FlatTensors& gradients) {
  for (const TensorSpec& spec : gradients.specs())
    if (!gradients.view(spec.name).isfinite().all().item<bool>())
      return "the gradient of " + spec.name;
  return "the gradient's norm";
}

}  // namespace latlas::model
