// Everything that decides a run, typed, with defaults in place. Strings are parsed once, here; the
// key names are those of --set, --config and run.json.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/images.h"

namespace latlas::model {

enum class Architecture { mlp, conv };
enum class Activation { relu, leakyRelu, silu, gelu, tanh };
// vae: reconstruction + beta KL (Kingma & Welling 2013; beta: Higgins et al. 2017).
// ae: reconstruction alone, z = mu.
enum class Objective { vae, ae };
enum class Likelihood { bernoulli, gaussian };
enum class Optimizer { adam };
enum class Device { automatic, cpu, cuda };

struct ModelConfig {
  Architecture architecture = Architecture::mlp;
  std::vector<int> hidden{400};      // widths of the dense layers, encoder order; decoder mirrored
  std::vector<int> channels{32, 64};  // conv: each layer halves height and width
  int latent = 2;                    // 1 to 128
  Activation activation = Activation::relu;
  Objective objective = Objective::vae;
  Likelihood likelihood = Likelihood::bernoulli;
  // Gaussian likelihood: standard deviation of a pixel, or of a standardized column
  double sigma = 0.1;

  bool operator==(const ModelConfig&) const = default;
};

struct TrainConfig {
  int epochs = 10;     // 0: until paused
  int batch = 128;
  double learningRate = 1e-3;
  double beta = 1.0;
  double clip = 0.0;   // largest gradient norm; 0: no clipping
  Optimizer optimizer = Optimizer::adam;
  std::uint64_t seed = 0;
  double heldOut = 0.1;  // fraction, in (0, 0.9]
  int threads = 0;       // 0: chosen for the machine
  Device device = Device::automatic;

  bool operator==(const TrainConfig&) const = default;
};

struct Config {
  ModelConfig model;
  TrainConfig train;

  bool operator==(const Config&) const = default;
};

// The architecture's own defaults: hidden {400} for mlp, none for conv.
void selectArchitecture(ModelConfig& config, Architecture architecture);

const std::vector<std::string>& configKeys();

// Throws Error naming the key, the value, what is allowed, and for an unknown key the nearest
// known one. "model" also selects that architecture's defaults, so set it first.
void setKey(Config& config, std::string_view key, std::string_view value);
// The value in the form setKey reads.
std::string keyValue(const Config& config, std::string_view key);

nlohmann::json toJson(const Config& config);
// Keys that are missing keep their value in `base`. Throws as setKey does.
Config fromJson(const nlohmann::json& json, Config base = {});

// Changes what cannot be with samples of this shape: vectors have no neighbouring pixels, so no
// convolutions, and are no probabilities, so no Bernoulli likelihood.
void suitTo(ModelConfig& config, const data::Shape& shape);

// Throws Error when the numbers contradict each other or the samples (too many conv layers, latent
// outside 1..128, sides outside 8..256 for conv, batch < 1, conv or Bernoulli for vectors, ...).
void validate(const Config& config, const data::Shape& shape);

// How the data enter the loss, for every label that says "loss": "grey-level Bernoulli" or
// "Gaussian, sigma 0.1". Vectors are standardized, so that sigma is in deviations of a column.
std::string dataTreatment(const ModelConfig& config);

}  // namespace latlas::model
