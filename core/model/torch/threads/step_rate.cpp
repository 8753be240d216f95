#include "core/model/torch/threads/step_rate.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/base/random.h"
#include "core/model/objectives.h"

namespace latlas::model {
namespace {

constexpr double kRoundSeconds = 0.06;
constexpr int kRounds = 3;

}  // namespace

double stepRate(Learner& learner, int batch) {
  const ModelSpec& spec = learner.spec();
  StepOptions options;
  options.loss.sigma = spec.config.sigma;
  options.loss.trainCount = 60000;
  const int draws = infoOf(spec.config.objective).draws(options.loss.weights);
  std::vector<float> targets(static_cast<std::size_t>(spec.shape.size() * batch)),
      noise(static_cast<std::size_t>(batch * draws * spec.config.latent));
  Random random(1);
  for (float& value : targets) value = static_cast<float>(random.uniform());
  random.fillNormal(noise);
  const auto seconds = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  };
  double best = 0.0;
  learner.trainStep({targets, {}, noise, {}}, options);
  for (int round = 0; round < kRounds; ++round) {
    const double begun = seconds();
    int steps = 0;
    do {
      learner.trainStep({targets, {}, noise, {}}, options);
      ++steps;
    } while (seconds() - begun < kRoundSeconds);
    best = std::max(best, steps * batch / (seconds() - begun));
  }
  return best;
}

}  // namespace latlas::model
