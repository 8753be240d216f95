// The KL as the objectives weigh it.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/model/torch/objective/terms.h"

namespace latlas::model {

void addKl(const TermTask& task, double klWeight) {
  const double freeBits = task.settings.weights.freeBits;
  std::vector<double> weights;
  for (const double kl : task.losses.klOfDimensions) {
    task.losses.loss += klWeight * std::max(freeBits, kl);
    // NaN is not below the free bits: it has to show.
    weights.push_back(kl < freeBits ? 0.0 : klWeight);
  }
  if (task.gradient) addKlGradient(task.batch, weights, *task.gradient);
}

void addCapacity(const TermTask& task) {
  const double excess = task.losses.kl - task.settings.capacity;
  const double gamma = task.settings.weights.gamma;
  task.losses.loss += gamma * std::fabs(excess);
  if (!task.gradient) return;
  const double slope = excess > 0.0 ? gamma : excess < 0.0 ? -gamma : 0.0;
  addKlGradient(task.batch,
                std::vector<double>(static_cast<std::size_t>(task.batch.latent()), slope),
                *task.gradient);
}

}  // namespace latlas::model
