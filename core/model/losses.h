// The terms of an objective, as numbers.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace latlas::model {

// What an objective may have beside reconstruction and KL.
enum class Term {
  mutualInformation,
  totalCorrelation,
  dimensionKl,
  mmd,
  covariance,
  discriminator,
  latentL2,
  regularizer
};

// How a term is called and what it is.
struct TermInfo {
  Term term;
  std::string_view name;        // in history.csv: "mutual_information"
  std::string_view title;       // of its chart
  std::string_view shortTitle;  // in a table of numbers
  bool isInNats;
  std::string_view meaning;  // a phrase, with the paper
};

// A row each, in the order of the enumeration.
inline constexpr auto kTermTable = std::to_array<TermInfo>(
    {{Term::mutualInformation, "mutual_information", "Index-code mutual information", "mutual info",
      true, "KL of q(z, n) against q(z) p(n): what z tells of the sample (Chen et al. 2018)"},
     {Term::totalCorrelation, "total_correlation", "Total correlation", "total corr.", true,
      "KL of q(z) against the product of its marginals (Watanabe 1960; Chen et al. 2018; Kim & Mnih "
      "2018)"},
     {Term::dimensionKl, "dimension_kl", "Dimension-wise KL", "dim.-wise KL", true,
      "Sum of the KL of each marginal q(z_j) against N(0, 1) (Chen et al. 2018)"},
     {Term::mmd, "mmd", "MMD", "MMD", false,
      "Maximum mean discrepancy of q(z) and the prior (Zhao et al. 2017; Tolstikhin et al. 2018)"},
     {Term::covariance, "covariance", "Covariance penalty", "covariance", false,
      "How far the latent covariance is from the identity (DIP-VAE, Kumar et al. 2018)"},
     {Term::discriminator, "discriminator", "Discriminator loss", "discriminator", true,
      "Cross entropy of telling q(z) from shuffled dimensions; ln 2 = 0.693 is a coin (FactorVAE, "
      "Kim & Mnih 2018)"},
     {Term::latentL2, "latent_l2", "L2 of the latents", "L2 of z", true,
      "|z|^2 / 2: up to a constant the negative log density of N(0, I) at z (RAE, Ghosh et al. 2020)"},
     {Term::regularizer, "regularizer", "Decoder's regularizer", "regularizer", false,
      "The gradient penalty or the squared weights that keep the decoder smooth (RAE, Ghosh et al. "
      "2020)"}});
inline constexpr std::size_t kTerms = kTermTable.size();

constexpr const TermInfo& infoOf(Term term) { return kTermTable[static_cast<std::size_t>(term)]; }

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
