#include "app/losses/loss_columns.h"

#include <algorithm>
#include <array>

#include "core/model/losses.h"

namespace latlas::app {
namespace {

struct Known {
  std::string_view name;
  LossesView view;
  std::string_view title;
  std::string_view shortName;
  LossUnit unit;
  std::string_view meaning;
};

using enum LossesView;
using enum LossUnit;

constexpr std::array kOfEveryRun{
    Known{"loss", loss, "Total loss", "total", treatedNats, "What is minimized"},
    Known{"reconstruction", loss, "Reconstruction", "reconstruction", treatedNats,
          "-log p(x|z), summed over a sample's dimensions (Kingma & Welling 2013)"},
    Known{"kl", loss, "KL", "KL", nats,
          "KL of q(z|x) against N(0, I), before its weight (Kingma & Welling 2013)"},
    Known{"gradient_norm", optimizer, "Gradient norm", "gradient", none,
          "Euclidean norm over all tensors, before clipping"},
    Known{"lr", optimizer, "Learning rate", "rate", none, "Step size, after its schedule"},
    Known{"images_per_second", optimizer, "Throughput", "samples/s", samples,
          "Samples learned from in a second of training"}};

// Those and the objectives' terms.
std::span<const Known> known() {
  static const std::vector<Known> all = [] {
    std::vector<Known> columns(kOfEveryRun.begin(), kOfEveryRun.end());
    for (const model::TermInfo& term : model::kTermTable)
      columns.push_back({term.name, terms, term.title, term.shortTitle, term.isInNats ? nats : none,
                         term.meaning});
    return columns;
  }();
  return all;
}

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
  const auto found = std::ranges::find(known(), name, &Known::name);
  return found == known().end() ? nullptr : &*found;
}

bool has(const train::History& history, std::string_view name) {
  return history.train.column(name) || history.heldOut.column(name);
}

}  // namespace

LossColumn lossColumn(std::string_view name) {
  if (const Known* column = find(name))
    return {std::string(column->name),      std::string(column->title),
            std::string(column->shortName), column->unit,
            std::string(column->meaning),   column->name != "lr"};
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
  for (const Known& column : known())
    if (column.view == view &&
        (history && !history->train.columns().empty() ? has(*history, column.name) : everyRunHas))
      columns.push_back(lossColumn(column.name));
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
