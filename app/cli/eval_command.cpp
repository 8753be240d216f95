// latlas eval: the losses and bounds of a saved run on held-out samples or on a dataset.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/cli/dataset_argument.h"
#include "app/cli/progress_line.h"
#include "app/cli/subcommands.h"
#include "core/io/run_folder.h"
#include "core/model/objectives.h"
#include "core/model/torch/torch_model.h"
#include "core/train/model_report.h"

namespace latlas::cli {
namespace {

struct EvalOptions {
  std::filesystem::path run;
  DatasetArgument dataset;  // no source: the run's own
  int importanceSamples = 0;
  std::int64_t count = 0;  // of the first samples; 0: all
  int threads = 0;
  bool best = false;
  bool json = false;
};

struct TestSet {
  data::DatasetPtr dataset;
  std::vector<std::int64_t> rows;
  std::string description;  // "held-out part of MNIST"
};

// The rows that the run held out, or of a named dataset its makers' test part, else all of it.
TestSet testSetOf(const EvalOptions& options, const io::Run& run) {
  const model::TrainConfig& train = run.checkpoint.config.train;
  TestSet set;
  const bool isNamed = !options.dataset.source.empty();
  set.dataset = isNamed ? openDataset(options.dataset) : reopenDataset(run.dataset);
  const data::DatasetInfo& info = set.dataset->info();
  if (info.shape != run.checkpoint.shape)
    throw Error(info.name + ": expected samples of " + data::toString(run.checkpoint.shape) +
                ", as the run was trained on, found " + data::toString(info.shape) +
                ". Open it with the size and colour of the run's data");
  const bool isSplit = info.publishedTrainCount < info.count;
  if (isNamed && !isSplit) {
    set.rows.resize(static_cast<std::size_t>(info.count));
    std::iota(set.rows.begin(), set.rows.end(), std::int64_t{0});
    set.description = info.name;
  } else {
    set.rows = data::split(info, train.heldOut, train.seed).heldOut;
    set.description = (isSplit ? "test part of " : "held-out part of ") + info.name;
  }
  if (options.count > 0 && options.count < static_cast<std::int64_t>(set.rows.size()))
    set.rows.resize(static_cast<std::size_t>(options.count));
  return set;
}

double monotonicSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

train::ModelReport report(const EvalOptions& options, const io::Run& run, const TestSet& set) {
  const train::Checkpoint& checkpoint = run.checkpoint;
  const model::Config& config = checkpoint.config;
  // FactorVAE's total correlation is what its discriminator says, which lies with the optimizer.
  const bool hasDiscriminator = model::infoOf(config.model.objective).hasDiscriminator;
  const auto model = model::makeTorchLearner({.spec = {config.model, checkpoint.shape},
                                              .seed = config.train.seed,
                                              .threads = options.threads,
                                              .device = config.train.device,
                                              .purpose = model::Purpose::evaluation,
                                              .optimizer = config.train.optimizer});
  if (hasDiscriminator && !checkpoint.optimizer.empty())
    model->setOptimizerState(checkpoint.optimizer);
  if (options.best && !checkpoint.best)
    throw Error(options.run.string() +
                ": expected best.safetensors, found none. It is written by a run with --patience");
  model->setWeights(options.best ? checkpoint.best->tensors : checkpoint.weights);
  ProgressLine line("Evaluating");
  const std::int64_t trainCount =
      static_cast<std::int64_t>(run.dataset.count) - static_cast<std::int64_t>(set.rows.size());
  return train::reportOn(*model, {*set.dataset, set.rows, config,
                                  std::max<std::int64_t>(1, trainCount), options.importanceSamples,
                                  monotonicSeconds, [&](double fraction, const char* what) {
                                    if (line.isDue()) line.show(fraction, what);
                                  }});
}

nlohmann::json toJson(const train::ModelReport& report, const model::Config& config,
                      const TestSet& set) {
  nlohmann::json json{{"dataset", set.description},
                      {"count", report.count},
                      {"loss", report.losses.loss},
                      {"reconstruction", report.losses.reconstruction},
                      {"kl", report.losses.kl},
                      {"kl_of_dimensions", report.losses.klOfDimensions},
                      {"elbo", report.elbo},
                      {"bits_per_dimension", report.bitsPerDimension},
                      {"squared_error", report.squaredError},
                      {"active_units", report.activeUnits},
                      {"likelihood", model::dataTreatment(config.model)},
                      {"importance_samples", nullptr},
                      {"importance_weighted_bound", nullptr}};
  for (const model::WeightedTerm& weighted : model::infoOf(config.model.objective).terms)
    json[std::string(model::infoOf(weighted.term).name)] = report.losses[weighted.term];
  if (const auto& importance = report.importance) {
    json["importance_samples"] = importance->samples;
    json["importance_weighted_bound"] = importance->mean;
    json["importance_standard_error"] = importance->standardError;
    json["importance_images_per_second"] =
        importance->seconds > 0.0 ? static_cast<double>(report.count) / importance->seconds : 0.0;
  }
  return json;
}

void print(const train::ModelReport& report, const model::Config& config, const TestSet& set) {
  std::printf("%s: %lld samples\n", set.description.c_str(), static_cast<long long>(report.count));
  std::printf("In nats a sample, %s:\n", model::dataTreatment(config.model).c_str());
  std::printf("  loss %.3f (%s), reconstruction %.3f, KL %.3f\n", report.losses.loss,
              std::string(model::infoOf(config.model.objective).title).c_str(),
              report.losses.reconstruction, report.losses.kl);
  for (const model::WeightedTerm& weighted : model::infoOf(config.model.objective).terms)
    std::printf("  %s %.4f\n", std::string(model::infoOf(weighted.term).name).c_str(),
                report.losses[weighted.term]);
  if (model::isVariational(config.model))
    std::printf("  ELBO %.3f, %.4f bits per dimension\n", report.elbo, report.bitsPerDimension);
  if (const auto& importance = report.importance)
    std::printf("  log p(x) at least %.3f +- %.3f, importance-weighted bound of %d samples "
                "(%.0f images/s)\n",
                importance->mean, importance->standardError, importance->samples,
                importance->seconds > 0.0 ? static_cast<double>(report.count) / importance->seconds
                                          : 0.0);
  std::printf("  squared error %.3f a sample, active units %d of %d\n", report.squaredError,
              report.activeUnits, config.model.latent);
}

int runEval(const EvalOptions& options) {
  const io::Run run = io::loadRun(options.run);
  const TestSet set = testSetOf(options, run);
  const model::Config& config = run.checkpoint.config;
  const train::ModelReport result = report(options, run, set);
  if (options.json)
    printJson(toJson(result, config, set));
  else
    print(result, config, set);
  return kDone;
}

}  // namespace

void setUpEval(CLI::App& command, Action& action) {
  auto options = std::make_shared<EvalOptions>();
  command.footer(
      "Without DATASET the samples are those that the run held out. Of a DATASET whose makers "
      "split it the test part is taken, else all of it.\nLosses are sums over a sample's dimensions, "
      "averaged over samples, in nats.");
  command.add_option("RUN", options->run, "A folder that `latlas train --out` wrote")->required();
  addDatasetArgument(command, options->dataset);
  command
      .add_option("--importance-samples", options->importanceSamples,
                  "K draws of z an image for the importance-weighted bound on log p(x) (Burda et "
                  "al. 2015); papers take 5000")
      ->check(CLI::Range(0, 1000000));
  command.add_option("--count", options->count, "Only the first so many samples; 0: all")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--threads", options->threads, "0: chosen for the machine")
      ->check(CLI::Range(0, 256));
  command.add_flag("--best", options->best,
                   "The weights with the best held-out loss, of a run with --patience");
  command.add_flag("--json", options->json, "End with one JSON object");
  command.final_callback([&action, options] { action = [options] { return runEval(*options); }; });
}

}  // namespace latlas::cli
