#include "app/losses/loss_columns.h"

#include <algorithm>
#include <array>

namespace latlas::app {
namespace {

struct Known {
  const char* name;
  LossesView view;
  const char* title;
  const char* shortName;
  LossUnit unit;
  const char* meaning;
};

using enum LossesView;
using enum LossUnit;

constexpr std::array kKnown{
    Known{"loss", loss, "Total loss", "total", treatedNats, "What is minimized"},
    Known{"reconstruction", loss, "Reconstruction", "reconstruction", treatedNats,
          "-log p(x|z), summed over a sample's dimensions (Kingma & Welling 2013)"},
    Known{"kl", loss, "KL", "KL", nats,
          "KL of q(z|x) against N(0, I), before its weight (Kingma & Welling 2013)"},
    Known{"mutual_information", terms, "Index-code mutual information", "mutual info", nats,
          "KL of q(z, n) against q(z) p(n): what z tells of the sample (Chen et al. 2018)"},
    Known{"total_correlation", terms, "Total correlation", "total corr.", nats,
          "KL of q(z) against the product of its marginals (Watanabe 1960; Chen et al. 2018; "
          "Kim & Mnih 2018)"},
    Known{"dimension_kl", terms, "Dimension-wise KL", "dim.-wise KL", nats,
          "Sum of the KL of each marginal q(z_j) against N(0, 1) (Chen et al. 2018)"},
    Known{"mmd", terms, "MMD", "MMD", none,
          "Maximum mean discrepancy of q(z) and the prior (Zhao et al. 2017; Tolstikhin et al. "
          "2018)"},
    Known{"covariance", terms, "Covariance penalty", "covariance", none,
          "How far the latent covariance is from the identity (DIP-VAE, Kumar et al. 2018)"},
    Known{"discriminator", terms, "Discriminator loss", "discriminator", nats,
          "Cross entropy of telling q(z) from shuffled dimensions; ln 2 = 0.693 is a coin "
          "(FactorVAE, Kim & Mnih 2018)"},
    Known{"gradient_norm", optimizer, "Gradient norm", "gradient", none,
          "Euclidean norm over all tensors, before clipping"},
    Known{"lr", optimizer, "Learning rate", "rate", none, "Step size, after its schedule"},
    Known{"images_per_second", optimizer, "Throughput", "samples/s", samples,
          "Samples learned from in a second of training"}};

constexpr std::array<LossesViewText, 4> kViews{{
    {loss, "Loss", "Total loss, reconstruction and KL"},
    {terms, "Terms", "The objective's further terms, such as the total correlation"},
    {dimensions, "Dimensions",
     "KL of each latent dimension: one near zero is not used (an inactive unit)"},
    {optimizer, "Optimizer", "Gradient norm, learning rate and throughput"},
}};

bool isDimension(std::string_view name) {
  return name.starts_with("kl_") &&
         name.find_first_not_of("0123456789", 3) == std::string_view::npos;
}

const Known* find(std::string_view name) {
  const auto found = std::find_if(kKnown.begin(), kKnown.end(),
                                  [name](const Known& known) { return name == known.name; });
  return found == kKnown.end() ? nullptr : &*found;
}

bool has(const train::History& history, std::string_view name) {
  return history.train.column(name) || history.heldOut.column(name);
}

}  // namespace

LossColumn lossColumn(std::string_view name) {
  if (const Known* known = find(name))
    return {known->name, known->title,   known->shortName,
            known->unit, known->meaning, known->name != std::string_view("lr")};
  return {std::string(name),
          std::string(name),
          std::string(name),
          none,
          "The column " + std::string(name) + " of history.csv",
          true};
}

std::vector<LossColumn> lossColumns(LossesView view, const train::History* history) {
  std::vector<LossColumn> columns;
  const bool everyRunHas = view == loss || view == optimizer;
  for (const Known& known : kKnown)
    if (known.view == view &&
        (history && !history->train.columns().empty() ? has(*history, known.name) : everyRunHas))
      columns.push_back(lossColumn(known.name));
  if (view != terms || !history) return columns;
  for (const series::Series* series : {&history->train, &history->heldOut})
    for (const std::string& name : series->columns()) {
      const bool listed = std::any_of(columns.begin(), columns.end(),
                                      [&](const LossColumn& one) { return one.name == name; });
      if (!listed && !find(name) && !isDimension(name)) columns.push_back(lossColumn(name));
    }
  return columns;
}

std::span<const LossesViewText> lossesViews() { return kViews; }

bool hasView(LossesView view, const train::History& history) {
  if (view == loss || view == optimizer) return true;
  if (view == terms) return !lossColumns(view, &history).empty();
  return history.dimensions.column("kl_0") || history.heldOut.column("kl_0");
}

}  // namespace latlas::app
