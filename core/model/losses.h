// The terms of an objective, as numbers.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/model/config.h"

namespace latlas::model {

// What an objective has beside reconstruction and KL.
enum class Term {
  mutualInformation,  // index-code MI, of x's index and z (Chen et al. 2018)
  totalCorrelation,   // KL(q(z) || prod q(z_j)) (Chen et al. 2018; Kim & Mnih 2018)
  dimensionKl,        // sum of KL(q(z_j) || p(z_j)) (Chen et al. 2018)
  mmd,                // of q(z) and p(z) (Zhao et al. 2017)
  covariance,         // DIP's penalty (Kumar et al. 2018)
  discriminator       // its cross-entropy (Kim & Mnih 2018)
};
inline constexpr std::size_t kTerms = 6;

// As in history.csv: "mutual_information".
const std::string& termName(Term term);
// Those of one objective.
std::span<const Term> termsOf(Objective objective);

// Sums over a sample's dimensions, averaged over the samples, in nats; positive = worse. Terms that
// the objective does not have are 0.
struct Losses {
  double loss = 0.0;            // what is minimized
  double reconstruction = 0.0;  // -log p(x|z)
  double kl = 0.0;              // KL(q(z|x) || N(0, I)), closed form
  std::array<double, kTerms> terms{};
  std::vector<double> klOfDimensions{};  // [latent]; their sum is kl

  double& operator[](Term term) { return terms[static_cast<std::size_t>(term)]; }
  double operator[](Term term) const { return terms[static_cast<std::size_t>(term)]; }
  bool operator==(const Losses&) const = default;
};

// sum += weight * losses, for averages over pieces of unequal size.
void addWeighted(Losses& sum, const Losses& losses, double weight);

}  // namespace latlas::model
