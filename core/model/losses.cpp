#include "core/model/losses.h"

namespace latlas::model {

static_assert(
    [] {
      for (std::size_t i = 0; i < kTerms; ++i)
        if (kTermTable[i].term != static_cast<Term>(i)) return false;
      return true;
    }(),
    "a row for each term, in the order of the enumeration");

void addWeighted(Losses& sum, const Losses& losses, double weight) {
  sum.loss += weight * losses.loss;
  sum.reconstruction += weight * losses.reconstruction;
  sum.kl += weight * losses.kl;
  for (std::size_t i = 0; i < kTerms; ++i) sum.terms[i] += weight * losses.terms[i];
  sum.klOfDimensions.resize(losses.klOfDimensions.size());
  for (std::size_t i = 0; i < losses.klOfDimensions.size(); ++i)
    sum.klOfDimensions[i] += weight * losses.klOfDimensions[i];
}

}  // namespace latlas::model
