// Models small enough for a test, and inputs for them that are the same everywhere.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/model/torch/torch_model.h"

namespace latlas::model {

struct SmallModel {
  ModelSpec spec;
  std::uint64_t seed = 1;

  // On one thread of the CPU.
  std::unique_ptr<Learner> make() const;
};

// 1 x 8 x 8, latent 3; mlp: hidden 12; conv: channels 4,6, hidden 10.
ModelSpec smallSpec(Architecture architecture, data::Shape shape = {1, 8, 8}, int latent = 3);

// Uniform in [0, 1].
std::vector<float> somePixels(const data::Shape& shape, int count, std::uint64_t seed = 11);
// Standard normal.
std::vector<float> someNoise(int count, std::uint64_t seed = 12);

// The settings of a model's own sigma, with this beta.
LossSettings settingsFor(const Learner& model, double beta = 1.0);
// A step on samples that are targets and inputs both.
StepResult trainOn(Learner& model, std::span<const float> samples, std::span<const float> noise,
                   StepOptions options = {});
Losses lossesOf(Learner& model, std::span<const float> samples, std::span<const float> noise,
                double beta = 1.0);

// The tensor of that name; fails the test when there is none.
const Tensor& tensorNamed(const Tensors& tensors, const std::string& name);

}  // namespace latlas::model
