// One network with its optimizer, behind an interface free of Torch. Everything random comes in
// from outside, so a step is a pure function of its arguments and the state.
// Threading: one thread at a time. What crosses threads is Weights, an immutable value.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/images.h"
#include "core/model/config.h"
#include "core/model/network.h"

namespace latlas::model {

struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;

  bool operator==(const Tensor&) const = default;
};
using Tensors = std::vector<Tensor>;

// What a model is built from.
struct ModelSpec {
  ModelConfig config;
  data::Shape shape;

  bool operator==(const ModelSpec&) const = default;
};

// Sums over an image's dimensions, averaged over the images, in nats; positive = worse.
// loss = reconstruction + beta * kl (kl is 0 and takes no part for a plain autoencoder).
struct Losses {
  double loss = 0.0;
  double reconstruction = 0.0;
  double kl = 0.0;

  bool operator==(const Losses&) const = default;
};

struct StepOptions {
  double learningRate = 1e-3;
  double beta = 1.0;
  double clip = 0.0;  // 0: no clipping
};

struct StepResult {
  Losses losses;
  double gradientNorm = 0.0;  // over all tensors, before clipping
  bool applied = true;        // false: a loss or the gradient was not finite; nothing was changed
};

class Model {
 public:
  virtual ~Model() = default;

  virtual const ModelSpec& spec() const = 0;

  // One optimizer step. pixels: [n, C, H, W] in [0, 1], or vectors [n, D], standardized, with NaN
  // where a value is missing: it enters the encoder as 0 and takes no part in the loss. noise: [n, latent] standard normal draws
  // of the reparameterization z = mu + sigma * noise (unused by a plain autoencoder).
  virtual StepResult trainStep(std::span<const float> pixels, std::span<const float> noise,
                               const StepOptions& options) = 0;

  // The same losses without a step.
  virtual Losses evaluate(std::span<const float> pixels, std::span<const float> noise,
                          double beta) = 0;

  // Posterior mean and log variance, each [n, latent]; logvar may be empty when not wanted, and is
  // filled with -inf by a plain autoencoder.
  virtual void encode(std::span<const float> pixels, std::span<float> mu,
                      std::span<float> logvar) = 0;

  // z: [n, latent] -> the likelihood's mean, [n, C, H, W] in [0, 1] (Gaussian means are clamped),
  // or [n, D] vectors.
  virtual void decode(std::span<const float> z, std::span<float> pixels) = 0;

  // Copies, in the order of trainedTensors().
  virtual Tensors weights() const = 0;
  virtual void setWeights(const Tensors& weights) = 0;

  // Adam: "<tensor>.m", "<tensor>.v" and the scalar "step".
  virtual Tensors optimizerState() const = 0;
  virtual void setOptimizerState(const Tensors& state) = 0;
};

// trainingAlone: no window wants the processor beside it.
enum class Purpose { training, trainingAlone, inference };

struct ModelRequest {
  ModelSpec spec;
  std::uint64_t seed = 0;  // initial weights
  int threads = 0;         // 0: chosen for the machine and the purpose
  Device device = Device::automatic;
  Purpose purpose = Purpose::training;
};

// Called on the thread that will use the model. Throws Error.
using ModelFactory = std::function<std::unique_ptr<Model>(const ModelRequest&)>;

}  // namespace latlas::model
