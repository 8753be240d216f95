// latlas train: trains without a window and saves the run; --resume goes on with one.
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/config_flags.h"
#include "app/cli/dataset_argument.h"
#include "app/cli/headless_training.h"
#include "app/cli/subcommands.h"
#include "core/train/continuation.h"

namespace latlas::cli {
namespace {

struct TrainOptions {
  DatasetArgument dataset;
  ConfigFlags config;
  std::vector<std::string> changes;  // --change
  std::filesystem::path out;
  bool resume = false;
  bool json = false;
};

// What is wrong with the call says so.
template <class Work>
auto asUsage(Work work) {
  try {
    return work();
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
}

std::vector<train::Change> changesOf(const TrainOptions& options) {
  std::vector<train::Change> changes;
  for (const std::string& text : options.changes)
    changes.push_back(asUsage([&] { return train::parseChange(text); }));
  return changes;
}

HeadlessTraining newRun(const TrainOptions& options) {
  if (io::isRunFolder(options.out))
    throw Error(options.out.string() + ": expected no run there, found one. Add --resume to go on "
                                       "with it, or give another folder to --out.");
  if (std::filesystem::exists(options.out) && !std::filesystem::is_directory(options.out))
    throw Error(options.out.string() +
                ": expected a folder or nothing, found a file. Give another folder to --out.");
  HeadlessTraining training;
  training.folder = options.out;
  applied(options.config);  // a wrong key is known before the data are read
  training.changes = changesOf(options);
  training.dataset = openDataset(options.dataset);
  model::Config base;
  model::suitTo(base.model, training.dataset->info().shape);
  training.config = applied(options.config, base);
  training.record = io::recordOf(*training.dataset);
  return training;
}

HeadlessTraining resumedRun(const TrainOptions& options) {
  HeadlessTraining training;
  training.changes = changesOf(options);
  io::Run run = io::loadRun(options.out);
  const train::Checkpoint& saved = run.checkpoint;
  training.folder = options.out;
  training.record = run.dataset;
  training.family = run.family;
  training.extras = run.extras;
  training.config = applied(options.config, saved.config);
  // The flag of a key that was changed since says where the run began, not where it is.
  for (const train::Change& change : training.changes)
    if (change.step <= saved.step)
      model::setKey(training.config, change.key, model::keyValue(saved.config, change.key));
  asUsage([&] {
    train::requireSameRun(saved.config, training.config);
    training.changes = train::changesLeft(training.changes, saved);
  });
  if (!run.drawsAsHere())
    std::cerr << "This run was saved by a Latlas that drew other noise from the same seed: it goes "
                 "on, but not bit for bit as it would have there.\n";
  for (const std::string& name : run.missingExtras)
    std::cerr << (options.out / name).string()
              << ": expected a text of the run, as in its run.json, found none that can be read. "
                 "The run goes on without it.\n";
  if (!options.dataset.source.empty()) training.record.source = options.dataset.source;  // moved
  training.dataset = reopenDataset(training.record);
  training.record.source = training.dataset->info().source;
  training.checkpoint = std::make_shared<const train::Checkpoint>(std::move(run.checkpoint));
  return training;
}

nlohmann::json toJson(const model::Losses& losses) {
  return {{"loss", losses.loss}, {"reconstruction", losses.reconstruction}, {"kl", losses.kl}};
}

nlohmann::json toJson(const std::optional<train::Best>& best) {
  if (!best) return nullptr;
  return {{"step", best->step}, {"epoch", best->epoch}, {"held_out_loss", best->heldOutLoss}};
}

void print(const TrainingReport& report, const model::ModelConfig& model,
           const std::filesystem::path& folder) {
  const auto line = [](const char* name, const model::Losses& losses) {
    std::printf("  %-9s loss %.3f = reconstruction %.3f, KL %.3f\n", name, losses.loss,
                losses.reconstruction, losses.kl);
  };
  std::printf("%s: %lld steps, %.4g epochs, %.1f s, %.0f images/s\n", folder.c_str(),
              static_cast<long long>(report.end->step), report.end->epoch, report.end->seconds,
              report.imagesPerSecond);
  std::printf("Losses in nats an image, %s:\n", model::dataTreatment(model).c_str());
  line("training", report.train);
  if (report.heldOut) line("held out", *report.heldOut);
  if (!report.end->stopReason.empty())
    std::printf("Stopped: %s.\n", report.end->stopReason.c_str());
}

int runTrain(const TrainOptions& options) {
  const HeadlessTraining training = options.resume ? resumedRun(options) : newRun(options);
  const data::Shape& shape = training.dataset->info().shape;
  requireValid(training.config, shape);
  asUsage([&] { train::requirePossible(training.changes, training.config, shape); });
  const TrainingReport report = trainHeadless(training);
  if (report.interrupted)
    std::cerr << "Stopped at step " << report.end->step
              << " and saved; go on with: latlas train --out " << training.folder.string()
              << " --resume\n";
  if (options.json)
    printJson({{"run", std::filesystem::absolute(training.folder).string()},
               {"steps", report.end->step},
               {"epochs", report.end->epoch},
               {"seconds", report.end->seconds},
               {"images_per_second", report.imagesPerSecond},
               {"interrupted", report.interrupted},
               {"stop_reason", report.interrupted ? "interrupted" : report.end->stopReason},
               {"best", toJson(report.end->best)},
               {"train", toJson(report.train)},
               {"held_out", report.heldOut ? toJson(*report.heldOut) : nlohmann::json()}});
  else
    print(report, training.config.model, training.folder);
  return kDone;
}

}  // namespace

void setUpTrain(CLI::App& command, Action& action) {
  auto options = std::make_shared<TrainOptions>();
  command.footer("Ctrl-C finishes the step, saves the run and ends with 0; --resume goes on.\n"
                 "Losses are sums over an image's dimensions, averaged over images, in nats.");
  CLI::Option* dataset = addDatasetArgument(command, options->dataset);
  command.add_option("--out", options->out, "The run's folder")->type_name("RUN")->required();
  command.add_flag("--resume", options->resume,
                   "Go on with the run in --out up to --epochs; DATASET may be left out");
  command.add_flag("--json", options->json, "End with one JSON object");
  addConfigFlags(command, options->config);
  command
      .add_option(
          "--change", options->changes,
          "After STEP steps KEY becomes VALUE, an event of the run; a key that may "
          "change while a run goes on. May repeat; the run goes on at least to the last one")
      ->type_name("STEP:KEY=VALUE")
      ->allow_extra_args(false)
      ->group("Configuration");
  command.final_callback([&action, options, dataset] {
    if (!options->resume && dataset->count() == 0) throw CLI::RequiredError("DATASET");
    action = [options] { return runTrain(*options); };
  });
}

}  // namespace latlas::cli
