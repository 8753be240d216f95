#include "tests/core/io/made_run.h"

#include <gtest/gtest.h>

#include <array>

#include "core/base/random.h"
#include "core/model/network.h"

namespace latlas::io {

Run runAt(std::int64_t step) {
  Run run;
  run.versions = {{"libtorch", "9.8.7"}};
  train::Checkpoint& checkpoint = run.checkpoint;
  checkpoint.config.model.hidden = {5};
  checkpoint.config.model.latent = 3;
  checkpoint.config.train.learningRate = 0.1 / 3;
  checkpoint.config.train.seed = 0xfedcba9876543210u;
  checkpoint.shape = {1, 4, 6};
  checkpoint.step = step;
  checkpoint.position = train::Position{step / 3, step % 3};
  checkpoint.sinceEvaluation = {
      step / 2, step - step / 2, {0.1, 0.2 * static_cast<double>(step), 1.0 / 3}};
  checkpoint.threads = 3;
  checkpoint.waiting = {0.1 * static_cast<double>(step), 1.0 / 3};
  checkpoint.seconds = static_cast<double>(step) / 7;
  run.dataset = {"Shapes", "builtin:sprites?size=4", 99, checkpoint.shape, "00ff", {}};

  Random random(1, static_cast<std::uint64_t>(step));
  const auto fill = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
    std::size_t size = 1;
    for (const auto side : shape) size *= static_cast<std::size_t>(side);
    model::Tensor tensor{name, shape, std::vector<float>(size)};
    random.fillNormal(tensor.values);
    return tensor;
  };
  const auto network = model::buildNetwork(checkpoint.config.model, checkpoint.shape);
  for (const auto& spec : model::trainedTensors(network)) {
    checkpoint.weights.push_back(fill(spec.name, spec.shape));
    checkpoint.optimizer.push_back(fill(spec.name + ".m", spec.shape));
    checkpoint.optimizer.push_back(fill(spec.name + ".v", spec.shape));
  }
  checkpoint.optimizer.push_back({"step", {}, {static_cast<float>(step)}});
  if (step > 10)
    checkpoint.best = std::make_shared<const train::BestWeights>(train::BestWeights{
        {step - 1, 1.0 / 3, 98.2}, checkpoint.weights});
  if (step > 0)
    checkpoint.history = {series::Series({"loss", "lr"}), series::Series({"loss", "kl", "kl_0"}),
                          series::Series({"kl_0"})};
  for (std::int64_t i = 1; i <= step; ++i) {
    const auto value = static_cast<float>(i);
    const series::RecordHead head{i, static_cast<double>(i) / 3.0, static_cast<double>(i) / 7.0};
    checkpoint.history.train.append(head, std::array{1.0f / value, value});
    checkpoint.history.heldOut.append(head, std::array{value, 0.2f, 0.3f});
    checkpoint.history.dimensions.append(head, std::array{2.0f / value});
  }
  checkpoint.events.push_back({step, "beta", "1", std::to_string(step), 0.5});
  return run;
}

void expectEqual(const Run& found, const Run& expected) {
  EXPECT_EQ(found.dataset, expected.dataset);
  EXPECT_EQ(found.checkpoint.config, expected.checkpoint.config);
  EXPECT_EQ(found.checkpoint.shape, expected.checkpoint.shape);
  EXPECT_EQ(found.checkpoint.step, expected.checkpoint.step);
  EXPECT_EQ(found.checkpoint.seconds, expected.checkpoint.seconds);
  EXPECT_EQ(found.checkpoint.position, expected.checkpoint.position);
  EXPECT_EQ(found.checkpoint.sinceEvaluation, expected.checkpoint.sinceEvaluation);
  EXPECT_EQ(found.checkpoint.threads, expected.checkpoint.threads);
  EXPECT_EQ(found.checkpoint.waiting, expected.checkpoint.waiting);
  ASSERT_EQ(found.checkpoint.best != nullptr, expected.checkpoint.best != nullptr);
  if (expected.checkpoint.best) {
    EXPECT_EQ(*found.checkpoint.best, *expected.checkpoint.best);
  }
  EXPECT_EQ(found.checkpoint.weights, expected.checkpoint.weights);
  EXPECT_EQ(found.checkpoint.optimizer, expected.checkpoint.optimizer);
  EXPECT_EQ(found.checkpoint.events, expected.checkpoint.events);
  EXPECT_EQ(found.checkpoint.history, expected.checkpoint.history);
}

}  // namespace latlas::io
