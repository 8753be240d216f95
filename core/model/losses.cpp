#include "core/model/losses.h"

namespace latlas::model {
namespace {

constexpr std::array kDecomposition{Term::mutualInformation, Term::totalCorrelation,
                                    Term::dimensionKl};
constexpr std::array kFactor{Term::totalCorrelation, Term::discriminator};
constexpr std::array kDip{Term::covariance};
constexpr std::array kMmd{Term::mmd};

}  // namespace

const std::string& termName(Term term) {
  static const std::array<std::string, kTerms> names{"mutual_information", "total_correlation",
                                                     "dimension_kl",       "mmd",
                                                     "covariance",         "discriminator"};
  return names[static_cast<std::size_t>(term)];
}

std::span<const Term> termsOf(Objective objective) {
  switch (objective) {
    case Objective::betaTcVae: return kDecomposition;
    case Objective::factorVae: return kFactor;
    case Objective::dipVae: return kDip;
    case Objective::infoVae: return kMmd;
    default: return {};
  }
}

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
