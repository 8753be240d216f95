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
// glu: gated linear unit, a sigmoid(b), of a layer of twice the width (Dauphin et al. 2017).
enum class Activation { relu, leakyRelu, silu, gelu, tanh, glu };
// How first weights are drawn; the bounds stand at initialWeights().
enum class Initialization { pytorch, glorot, he };
// What is minimized: a row each in objectives.cpp, with formula and paper.
enum class Objective { ae, vae, betaVae, betaTcVae, factorVae, dipVae, infoVae, iwae, rae };
enum class Likelihood { bernoulli, gaussian, laplace, discretizedLogistic };
// Bernoulli pixels drawn from grey levels: never, anew in each step, or once and for all.
enum class Binarization { none, dynamic, fixed };
// What the means of Gaussian, Laplace and discretized logistic likelihoods pass through.
enum class OutputMap { linear, sigmoid };
enum class TcEstimator { stratified, weighted };
enum class DipKind { one, two };
enum class MmdKernel { inverseMultiquadratic, gaussian };
enum class RaeRegularizer { none, gradientPenalty, weightDecay };
enum class KlSchedule { constant, linear, cyclical };
enum class Optimizer { adam, adamW, rmsProp, sgd };
enum class RateSchedule { constant, cosine, step };
enum class Device { automatic, cpu, cuda };

// Decides the network and what its output means.
struct ModelConfig {
  Architecture architecture = Architecture::mlp;
  std::vector<int> hidden{400};       // widths of the dense layers, encoder order; decoder mirrored
  std::vector<int> channels{32, 64};  // conv: each layer halves height and width
  int latent = 2;                     // 1 to 128
  Activation activation = Activation::relu;
  bool batchNorm = false;  // before each activation
  double dropout = 0.0;    // behind each activation, probability
  Initialization init = Initialization::pytorch;
  Objective objective = Objective::vae;
  Likelihood likelihood = Likelihood::bernoulli;
  Binarization binarize = Binarization::none;
  OutputMap output = OutputMap::linear;
  // Gaussian: standard deviation of a pixel, or of a standardized column; Laplace and discretized
  // logistic: the scale. Where it is learned, its first value.
  double sigma = 0.1;
  bool learnSigma = false;  // one for all dimensions

  bool operator==(const ModelConfig&) const = default;
};

// The weights of the objective's terms.
struct LossConfig {
  double beta = 1.0;           // of the KL, of the total correlation, or of |z|^2 / 2
  double capacity = 0.0;       // beta-vae: nats that the KL is led to; 0: no capacity schedule
  int capacitySteps = 100000;  // in which it gets there, from 0
  double gamma = 1000.0;       // of |KL - C|; factor-vae: of the total correlation
  KlSchedule klSchedule = KlSchedule::constant;
  double klEpochs = 10.0;  // of the warm-up, or of one cycle
  double freeBits = 0.0;   // nats a dimension that cost nothing (Kingma et al. 2016)
  TcEstimator estimator = TcEstimator::stratified;
  DipKind dip = DipKind::one;
  double lambdaOd = 10.0, lambdaD = 100.0;  // DIP: off the diagonal and on it
  double alpha = 0.0;                       // info-vae; 1: WAE-MMD
  double lambda = 1000.0;                   // info-vae: of the MMD; rae: of the regularizer
  MmdKernel kernel = MmdKernel::inverseMultiquadratic;
  int samples = 5;                                                  // iwae: k
  RaeRegularizer raeRegularizer = RaeRegularizer::gradientPenalty;  // of the decoder

  bool operator==(const LossConfig&) const = default;
};

struct TrainConfig {
  int epochs = 10;  // 0: until paused
  int batch = 128;
  double learningRate = 1e-3;
  RateSchedule rateSchedule = RateSchedule::constant;
  double rateWarmUp = 0.0;       // epochs in which the rate rises from 0
  double rateStepEpochs = 10.0;  // step: epochs between two steps
  double rateDecay = 0.1;        // step: factor of each; cosine: what is left at the end
  double clip = 0.0;             // largest gradient norm; 0: no clipping
  Optimizer optimizer = Optimizer::adam;
  double momentum = 0.9;      // sgd, rmsprop
  double weightDecay = 0.01;  // adamw
  // Corruption of what the encoder sees; the loss is of the clean values.
  double noise = 0.0;      // Gaussian, standard deviation
  double masking = 0.0;    // probability of a value set to 0
  double missing = 0.0;    // probability of a value withheld, from the loss too
  double patience = 0.0;   // epochs without a better held-out loss before stopping; 0: never
  double stopAfter = 0.0;  // seconds of training; 0: never
  std::uint64_t seed = 0;
  double heldOut = 0.1;  // fraction, in (0, 0.9]
  int threads = 0;       // 0: chosen for the machine
  Device device = Device::automatic;

  bool operator==(const TrainConfig&) const = default;
};

struct Config {
  ModelConfig model{};
  LossConfig loss{};
  TrainConfig train{};

  bool operator==(const Config&) const = default;
};

// The architecture's own defaults: hidden {400} for mlp, none for conv.
void selectArchitecture(ModelConfig& config, Architecture architecture);

// The objective's own defaults: what has one with some objective begins at that of this one.
void selectObjective(Config& config, Objective objective);

// One key, as the command line and the window explain it.
struct KeyHelp {
  std::string name;
  std::string allowed;               // "a number above 0", "one of relu, tanh"
  std::string text;                  // what it does, its unit, the paper it is from
  std::vector<std::string> names{};  // what a key that takes a name may be; else empty
};
const KeyHelp& keyHelp(std::string_view key);

const std::vector<std::string>& configKeys();

// Whether the key has any effect in this configuration ("alpha" has with info-vae only).
bool isUsed(const Config& config, std::string_view name);
// Whether it may change while a run goes on, or when it is resumed or forked.
bool isLive(std::string_view name);

// Throws Error naming the key, the value, what is allowed, and for an unknown key the nearest
// known one. "model" and "objective" also select their defaults, so set them first.
void setKey(Config& config, std::string_view name, std::string_view value);
// The value in the form setKey reads.
std::string keyValue(const Config& config, std::string_view key);

// The key as an option of the command line: "kl_epochs" -> "--kl-epochs".
std::string flagOf(std::string key);

nlohmann::json toJson(const Config& config);
// Keys that are missing keep their value in `base`. Throws as setKey does.
Config fromJson(const nlohmann::json& json, Config base = {});

// Changes what cannot be with samples of this shape: vectors have no neighbouring pixels, so no
// convolutions, and are no probabilities, so no Bernoulli likelihood nor sigmoid outputs.
void suitTo(ModelConfig& config, const data::Shape& shape);

// Throws Error when the numbers contradict each other or the samples (too many conv layers, latent
// outside 1..128, sides outside 8..256 for conv, batch < 1, conv or Bernoulli for vectors, ...).
void validate(const Config& config, const data::Shape& shape);

// How the data enter the loss, for every label that says "loss": "grey-level Bernoulli",
// "dynamically binarized Bernoulli" or "Gaussian, sigma 0.1". Vectors are standardized, so that
// sigma is in deviations of a column.
std::string dataTreatment(const ModelConfig& config);

}  // namespace latlas::model
