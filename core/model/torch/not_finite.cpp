#include "core/model/torch/not_finite.h"

#include <cmath>

namespace latlas::model {

std::string notFiniteTerm(const Losses& losses, Objective objective) {
  if (!std::isfinite(losses.reconstruction)) return "the reconstruction term";
  if (!std::isfinite(losses.kl)) return "the KL term";
  for (const Term term : termsOf(objective))
    if (!std::isfinite(losses[term])) return "the term " + termName(term);
  return std::isfinite(losses.loss) ? "" : "the loss";
}

std::string notFiniteTensor(const FlatTensors& gradients) {
  for (const TensorSpec& spec : gradients.specs())
    if (!gradients.view(spec.name).isfinite().all().item<bool>())
      return "the gradient of " + spec.name;
  return "the gradient's norm";
}

}  // namespace latlas::model
