// latlas bench train: images a second of the trainer, and the bound they are measured against.
#include <algorithm>
#include <chrono>

#include "app/cli/bench.h"
#include "app/cli/command.h"
#include "app/cli/headless_training.h"
#include "core/model/torch/threads/product_rate.h"
#include "core/train/trainer.h"

namespace latlas::cli {
namespace {

constexpr double kWarmUpSeconds = 1.0;  // caches, clocks and the allocator settle well within it

double monotonicSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Figures measure(const std::string& name, const data::DatasetPtr& dataset,
                const model::Config& config, double seconds) {
  train::Trainer trainer({makeLearnerAlone, monotonicSeconds, {}});
  const auto trainFor = [&trainer](double duration) {
    trainer.send(train::command::Start{});
    const double end = monotonicSeconds() + duration;
    while (monotonicSeconds() < end)
      if (!trainer.turn()) break;
    trainer.send(train::command::Pause{});
    trainer.turn();
    const auto snapshot = trainer.snapshots().read();
    if (snapshot->failure) throw Error(snapshot->failure->message);
    return snapshot;
  };
  trainer.send(train::command::Load{1, dataset, config, nullptr});
  const auto begin = trainFor(kWarmUpSeconds);
  const double wallBegin = monotonicSeconds();
  const auto end = trainFor(seconds);
  const double wall = monotonicSeconds() - wallBegin;
  const double images = (end->epoch - begin->epoch) * static_cast<double>(end->trainCount);
  Figures figures{
      {name + "_images_per_second", images / (end->seconds - begin->seconds), "images/s"},
      {name + "_images_per_second_with_evaluation", images / wall, "images/s"}};
  // The bound that training is measured against: with one thread or two, whichever is faster, as
  // the library shares products among threads, and as threads share the batch's rows.
  const model::Network network = model::buildNetwork(config.model, dataset->info().shape);
  const auto products = [&](model::ProductThreads threads) {
    return model::matrixProductRate(network, config.train.batch, threads, seconds / 4.0);
  };
  const double library = std::max(products({1, 1}), products({1, 2}));
  if (library > 0.0) {
    figures.push_back({name + "_matrix_products_images_per_second", library, "images/s"});
    figures.push_back({name + "_matrix_products_by_rows_images_per_second", products({2, 1}),
                       "images/s"});
  }
  return figures;
}

}  // namespace

Figures benchTraining(const BenchOptions& options) {
  model::Config base;
  base.model.latent = 20;  // with mlp's 400: the network of PyTorch's own example
  base.train.epochs = 0;
  DatasetArgument source = options.dataset;
  if (source.source.empty()) source.source = "builtin:sprites?size=28";
  const data::DatasetPtr dataset = openDataset(source);

  model::suitTo(base.model, dataset->info().shape);
  std::vector<model::Config> configs{applied(options.config, base)};
  const bool areImages = dataset->info().shape.kind == data::Kind::images;
  // A preset's epochs would end the measurement.
  if (!options.config.keys.contains("epochs") &&
      configs.front().train.rateSchedule != model::RateSchedule::cosine)
    configs.front().train.epochs = 0;
  if (areImages && !options.config.keys.contains("model") && options.config.preset.empty()) {
    configs.push_back(configs.front());
    model::selectArchitecture(configs.back().model, model::Architecture::conv);
  }
  Figures figures;
  for (const model::Config& config : configs) {
    requireValid(config, dataset->info().shape);
    const Figures measured =
        measure(model::keyValue(config, "model"), dataset, config, options.seconds);
    figures.insert(figures.end(), measured.begin(), measured.end());
  }
  return figures;
}

}  // namespace latlas::cli
