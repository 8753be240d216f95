// Every key of a configuration: its name, range and meaning, whether it may change while a run goes
// on, and what it counts for. The order is that of run.json.
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/model/config_key.h"
#include "core/model/objectives.h"

namespace latlas::model {
namespace {

constexpr double kFinite = std::numeric_limits<double>::max();
constexpr int kMany = std::numeric_limits<int>::max();
constexpr auto kModel = &Config::model;
constexpr auto kLoss = &Config::loss;
constexpr auto kTrain = &Config::train;

Key live(Key key) {
  key.isLive = true;
  return key;
}

Key usedBy(Key key, bool (*counts)(const ModelConfig&)) {
  key.usedBy = [counts](const Config& config) { return counts(config.model); };
  return key;
}

Key usedBy(Key key, bool (*counts)(const TrainConfig&)) {
  key.usedBy = [counts](const Config& config) { return counts(config.train); };
  return key;
}

// A weight or setting of the objectives whose rows list it.
Key ofObjective(Key key, bool (*counts)(const LossConfig&) = nullptr) {
  key.usedBy = [name = key.help.name, counts](const Config& config) {
    return usesKey(infoOf(config.model.objective), config.loss, name) &&
           (!counts || counts(config.loss));
  };
  return live(std::move(key));
}

bool isConvolutional(const ModelConfig& model) { return model.architecture == Architecture::conv; }
bool isBernoulli(const ModelConfig& model) { return model.likelihood == Likelihood::bernoulli; }
bool hasScale(const ModelConfig& model) { return !isBernoulli(model); }
bool hasKlSchedule(const LossConfig& loss) { return loss.klSchedule != KlSchedule::constant; }
bool fallsInSteps(const TrainConfig& train) { return train.rateSchedule == RateSchedule::step; }
bool rateFalls(const TrainConfig& train) { return train.rateSchedule != RateSchedule::constant; }
bool hasMomentum(const TrainConfig& train) {
  return train.optimizer == Optimizer::sgd || train.optimizer == Optimizer::rmsProp;
}
bool decaysWeights(const TrainConfig& train) { return train.optimizer == Optimizer::adamW; }

// Choosing another architecture brings its own layers along; naming the present one keeps them.
Key architectureKey() {
  Key key = nameKey("model",
                    "mlp: dense layers; conv: convolutions that each halve the image; "
                    "selects that architecture's defaults",
                    kModel, &ModelConfig::architecture,
                    Names<Architecture>{{Architecture::mlp, "mlp"}, {Architecture::conv, "conv"}});
  key.read = [read = key.read](Config& config, std::string_view text) {
    const Architecture before = config.model.architecture;
    if (!read(config, text)) return false;
    if (config.model.architecture != before)
      selectArchitecture(config.model, config.model.architecture);
    return true;
  };
  return key;
}

// As with the architecture, so with an objective's weights.
Key objectiveKey() {
  Names<Objective> names;
  std::string summaries = "What is minimized.";
  for (const ObjectiveInfo& info : objectives()) {
    names.emplace_back(info.objective, info.name);
    summaries += " " + std::string(info.name) + ": " + std::string(info.summary) + ".";
  }
  Key key = nameKey("objective", summaries + " Selects that objective's defaults", kModel,
                    &ModelConfig::objective, names);
  key.read = [read = key.read](Config& config, std::string_view text) {
    const Objective before = config.model.objective;
    Config chosen = config;
    if (!read(chosen, text)) return false;
    if (chosen.model.objective != before) selectObjective(config, chosen.model.objective);
    return true;
  };
  return key;
}

// Widths beyond these need more memory than a desktop has; they are far more often a slip.
std::vector<Key> networkKeys() {
  return {
      architectureKey(),
      listKey("hidden", "Widths of the dense layers, encoder order: 512,256", &ModelConfig::hidden,
              {1, 65536}),
      usedBy(listKey("channels",
                     "Channels of the convolutional layers, each halving height and width",
                     &ModelConfig::channels, {1, 4096}),
             isConvolutional),
      numberKey("latent", "Latent dimensions", kModel, &ModelConfig::latent, {1, 128}),
      nameKey("activation",
              "The nonlinearity between layers; glu: gated linear units, a "
              "sigmoid(b) (Dauphin et al. 2017)",
              kModel, &ModelConfig::activation,
              Names<Activation>{{Activation::relu, "relu"},
                                {Activation::leakyRelu, "leaky_relu"},
                                {Activation::silu, "silu"},
                                {Activation::gelu, "gelu"},
                                {Activation::tanh, "tanh"},
                                {Activation::glu, "glu"}}),
      toggleKey("batch_norm", "Batch normalization before each activation (Ioffe & Szegedy 2015)",
                kModel, &ModelConfig::batchNorm),
      numberKey("dropout",
                "Probability of dropping a unit behind each activation (Srivastava et "
                "al. 2014)",
                kModel, &ModelConfig::dropout, {0.0, 0.9}),
      nameKey("init",
              "How first weights are drawn. pytorch: uniform in +-1/sqrt(fan in), biases "
              "too. glorot: uniform in +-sqrt(6/(fan in + fan out)), biases 0, as Keras "
              "does (Glorot & Bengio 2010). he: uniform in +-sqrt(6/fan in), biases 0 (He "
              "et al. 2015)",
              kModel, &ModelConfig::init,
              Names<Initialization>{{Initialization::pytorch, "pytorch"},
                                    {Initialization::glorot, "glorot"},
                                    {Initialization::he, "he"}})};
}

std::vector<Key> objectiveKeys() {
  return {
      objectiveKey(),
      ofObjective(numberKey("beta",
                            "Weight of the KL term (Higgins et al. 2017); beta-tcvae: of the total "
                            "correlation; rae: of |z|^2 / 2 (Ghosh et al. 2020)",
                            kLoss, &LossConfig::beta, {0.0, kFinite})),
      ofObjective(numberKey("capacity",
                            "beta-vae: nats to which the KL is led, gamma |KL - C| (Burgess et al. "
                            "2018); 0: none",
                            kLoss, &LossConfig::capacity, {0.0, kFinite})),
      ofObjective(numberKey("capacity_steps", "Steps in which the capacity rises from 0", kLoss,
                            &LossConfig::capacitySteps, {1, kMany})),
      ofObjective(numberKey("gamma",
                            "Weight of |KL - C| (Burgess et al. 2018); factor-vae: of the total "
                            "correlation (Kim & Mnih 2018)",
                            kLoss, &LossConfig::gamma, {0.0, kFinite})),
      ofObjective(nameKey("kl_schedule",
                          "How the KL's weight comes to its full value: at once, linearly "
                          "(Sonderby et al. 2016) or in cycles (Fu et al. 2019)",
                          kLoss, &LossConfig::klSchedule,
                          Names<KlSchedule>{{KlSchedule::constant, "constant"},
                                            {KlSchedule::linear, "linear"},
                                            {KlSchedule::cyclical, "cyclical"}})),
      ofObjective(numberKey("kl_epochs",
                            "Epochs of the linear warm-up, or of one cycle, whose first half rises",
                            kLoss, &LossConfig::klEpochs, {0.0, kFinite, true}),
                  hasKlSchedule),
      ofObjective(numberKey("free_bits",
                            "Nats of KL in each dimension that cost nothing (Kingma et al. 2016)",
                            kLoss, &LossConfig::freeBits, {0.0, kFinite})),
      ofObjective(nameKey("estimator",
                          "beta-tcvae: minibatch-stratified or minibatch-weighted sampling (Chen "
                          "et al. 2018)",
                          kLoss, &LossConfig::estimator,
                          Names<TcEstimator>{{TcEstimator::stratified, "stratified"},
                                             {TcEstimator::weighted, "weighted"}})),
      ofObjective(nameKey(
          "dip", "dip-vae: I, on the covariance of mu, or II, on that of z (Kumar et al. 2018)",
          kLoss, &LossConfig::dip, Names<DipKind>{{DipKind::one, "i"}, {DipKind::two, "ii"}})),
      ofObjective(numberKey("lambda_od",
                            "dip-vae: weight of the covariance's squares off the diagonal", kLoss,
                            &LossConfig::lambdaOd, {0.0, kFinite})),
      ofObjective(numberKey("lambda_d",
                            "dip-vae: weight of the squared distance of the diagonal from 1", kLoss,
                            &LossConfig::lambdaD, {0.0, kFinite})),
      ofObjective(
          numberKey("alpha",
                    "info-vae: the KL's weight is 1 - alpha; 1 is WAE-MMD (Tolstikhin et al. "
                    "2018)",
                    kLoss, &LossConfig::alpha, {-kFinite, 1.0})),
      ofObjective(
          numberKey("lambda",
                    "info-vae: the MMD's weight is alpha + lambda - 1 (Zhao et al. 2017); rae: "
                    "weight of the decoder's regularizer (Ghosh et al. 2020)",
                    kLoss, &LossConfig::lambda, {0.0, kFinite})),
      ofObjective(nameKey("kernel", "info-vae: of the MMD, inverse multiquadratic or Gaussian",
                          kLoss, &LossConfig::kernel,
                          Names<MmdKernel>{{MmdKernel::inverseMultiquadratic, "imq"},
                                           {MmdKernel::gaussian, "gaussian"}})),
      // The work of a step grows with it; the paper stops at 50.
      ofObjective(numberKey("samples", "iwae: samples k of each image's posterior", kLoss,
                            &LossConfig::samples, {1, 1000})),
      ofObjective(
          nameKey("rae_regularizer",
                  "rae: what keeps the decoder smooth: none, a gradient penalty on what it "
                  "decodes, or weight decay on its weights, as a term of the loss (Ghosh et "
                  "al. 2020)",
                  kLoss, &LossConfig::raeRegularizer,
                  Names<RaeRegularizer>{{RaeRegularizer::none, "none"},
                                        {RaeRegularizer::gradientPenalty, "gradient_penalty"},
                                        {RaeRegularizer::weightDecay, "weight_decay"}})),
      nameKey("likelihood",
              "p(x|z): bernoulli (from logits), gaussian, laplace or "
              "discretized-logistic (Salimans et al. 2017; 256 levels)",
              kModel, &ModelConfig::likelihood,
              Names<Likelihood>{{Likelihood::bernoulli, "bernoulli"},
                                {Likelihood::gaussian, "gaussian"},
                                {Likelihood::laplace, "laplace"},
                                {Likelihood::discretizedLogistic, "discretized-logistic"}}),
      usedBy(nameKey("binarize",
                     "bernoulli: pixels drawn from grey levels: none, anew in each step "
                     "(dynamic) or once and for all (static)",
                     kModel, &ModelConfig::binarize,
                     Names<Binarization>{{Binarization::none, "none"},
                                         {Binarization::dynamic, "dynamic"},
                                         {Binarization::fixed, "static"}}),
             isBernoulli),
      usedBy(
          nameKey("output", "What the means of the other likelihoods pass through", kModel,
                  &ModelConfig::output,
                  Names<OutputMap>{{OutputMap::linear, "linear"}, {OutputMap::sigmoid, "sigmoid"}}),
          hasScale),
      live(usedBy(
          numberKey("sigma",
                    "gaussian: standard deviation of a value; laplace, discretized-logistic: "
                    "the scale",
                    kModel, &ModelConfig::sigma, {0.0, kFinite, true}),
          hasScale)),
      usedBy(toggleKey("learn_sigma", "Learn sigma, one for all values (Rybkin et al. 2021)",
                       kModel, &ModelConfig::learnSigma),
             hasScale)};
}

std::vector<Key> trainingKeys() {
  return {live(numberKey("epochs", "Passes over the training part; 0: until stopped", kTrain,
                         &TrainConfig::epochs, {0, kMany})),
          live(numberKey("batch", "Samples a step", kTrain, &TrainConfig::batch, {1, 65536})),
          live(numberKey("lr", "Learning rate", kTrain, &TrainConfig::learningRate,
                         {0.0, kFinite, true})),
          live(nameKey("lr_schedule",
                       "constant, cosine over the run's epochs (Loshchilov & Hutter 2017), or "
                       "steps",
                       kTrain, &TrainConfig::rateSchedule,
                       Names<RateSchedule>{{RateSchedule::constant, "constant"},
                                           {RateSchedule::cosine, "cosine"},
                                           {RateSchedule::step, "step"}})),
          live(numberKey("lr_warm_up", "Epochs in which the learning rate rises from 0", kTrain,
                         &TrainConfig::rateWarmUp, {0.0, kFinite})),
          live(usedBy(numberKey("lr_step", "step: epochs between two steps", kTrain,
                                &TrainConfig::rateStepEpochs, {0.0, kFinite, true}),
                      fallsInSteps)),
          live(usedBy(numberKey("lr_decay",
                                "step: factor of each step; cosine: share that is left at the end",
                                kTrain, &TrainConfig::rateDecay, {0.0, 1.0}),
                      rateFalls)),
          nameKey("optimizer",
                  "adam (Kingma & Ba 2014), adamw (Loshchilov & Hutter 2019), rmsprop "
                  "(Hinton 2012) or sgd with momentum",
                  kTrain, &TrainConfig::optimizer,
                  Names<Optimizer>{{Optimizer::adam, "adam"},
                                   {Optimizer::adamW, "adamw"},
                                   {Optimizer::rmsProp, "rmsprop"},
                                   {Optimizer::sgd, "sgd"}}),
          live(usedBy(numberKey("momentum", "sgd, rmsprop: share of the last update that is kept",
                                kTrain, &TrainConfig::momentum, {0.0, 0.9999}),
                      hasMomentum)),
          live(usedBy(numberKey("weight_decay",
                                "adamw: share of each weight that decays in a step, times lr",
                                kTrain, &TrainConfig::weightDecay, {0.0, kFinite}),
                      decaysWeights)),
          live(numberKey("clip", "Largest gradient norm; 0: no clipping", kTrain,
                         &TrainConfig::clip, {0.0, kFinite})),
          live(numberKey("noise",
                         "Gaussian noise on what the encoder sees, standard deviation (Vincent et "
                         "al. 2008)",
                         kTrain, &TrainConfig::noise, {0.0, kFinite})),
          live(numberKey("masking",
                         "Probability of a value that the encoder sees as 0 (Vincent et al. 2008)",
                         kTrain, &TrainConfig::masking, {0.0, 0.99})),
          live(numberKey("missing",
                         "Probability of a value withheld from encoder and loss (Nazabal et al. "
                         "2020)",
                         kTrain, &TrainConfig::missing, {0.0, 0.99})),
          live(numberKey("patience",
                         "Epochs without a better held-out loss before training stops; 0: never",
                         kTrain, &TrainConfig::patience, {0.0, kFinite})),
          live(numberKey("stop_after", "Seconds of training before it stops; 0: never", kTrain,
                         &TrainConfig::stopAfter, {0.0, kFinite})),
          numberKey<std::uint64_t>(
              "seed", "Of the split, the first weights, the order and all noise", kTrain,
              &TrainConfig::seed, {0, std::numeric_limits<std::uint64_t>::max()}),
          numberKey("held_out", "Fraction kept from training where the data do not say themselves",
                    kTrain, &TrainConfig::heldOut, {0.0, 0.9, true}),
          numberKey("threads",
                    "Of the arithmetic; 0: as many as are fastest, measured once for this "
                    "machine and network",
                    kTrain, &TrainConfig::threads, {0, 256}),
          nameKey("device", "Where the arithmetic is done", kTrain, &TrainConfig::device,
                  Names<Device>{
                      {Device::automatic, "auto"}, {Device::cpu, "cpu"}, {Device::cuda, "cuda"}})};
}

}  // namespace

const std::vector<Key>& keyTable() {
  static const std::vector<Key> keys = [] {
    std::vector<Key> all = networkKeys();
    for (auto part : {objectiveKeys(), trainingKeys()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return keys;
}

const Key& findKey(std::string_view name) {
  for (const Key& key : keyTable())
    if (key.help.name == name) return key;
  throw Error("unknown key \"" + std::string(name) + "\"; did you mean \"" +
              nearestName(name, configKeys()) + "\"?");
}

const KeyHelp& keyHelp(std::string_view key) { return findKey(key).help; }

bool isUsed(const Config& config, std::string_view name) {
  const Key& key = findKey(name);
  return !key.usedBy || key.usedBy(config);
}

bool isLive(std::string_view name) { return findKey(name).isLive; }

}  // namespace latlas::model
