#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/dataset_argument.h"
#include "core/model/config.h"

namespace latlas::cli {
namespace {

struct InfoOptions {
  DatasetArgument dataset;
  bool json = false;
};

nlohmann::json describe(const data::Dataset& dataset, const data::Split& parts) {
  const data::DatasetInfo& info = dataset.info();
  nlohmann::json factors = nlohmann::json::array();
  for (const data::Factor& factor : info.factors)
    factors.push_back({{"name", factor.name},
                       {"count", factor.values.size()},
                       {"values", factor.values},
                       {"unit", factor.unit}});
  nlohmann::json skipped = nlohmann::json::array();
  for (const data::Skipped& file : info.skipped)
    skipped.push_back({{"path", file.path.string()}, {"why", file.why}});
  return {{"name", info.name},
          {"kind", "images"},
          {"format", info.format},
          {"source", info.source},
          {"count", info.count},
          {"shape", {info.shape.channels, info.shape.height, info.shape.width}},
          {"splits", {{"train", parts.train.size()}, {"held_out", parts.heldOut.size()}}},
          {"classes", info.classes},
          {"factors", std::move(factors)},
          {"columns", nlohmann::json::array()},
          {"skipped", std::move(skipped)},
          {"memory_bytes", info.memoryBytes},
          {"fingerprint", dataset.fingerprint()}};
}

void print(const data::DatasetInfo& info, const data::Split& parts) {
  std::cout << info.name << ": " << info.count << " images of " << data::toString(info.shape)
            << ", " << info.format << "\n"
            << "  source    " << info.source << "\n"
            << "  training  " << parts.train.size() << "\n"
            << "  held out  " << parts.heldOut.size()
            << (info.publishedTrainCount < info.count ? " (the dataset's own)\n" : " (drawn)\n");
  if (!info.classes.empty()) {
    std::cout << "  classes   " << info.classes.size() << ":";
    for (const std::string& name : info.classes) std::cout << " " << name;
    std::cout << "\n";
  }
  for (const data::Factor& factor : info.factors)
    std::cout << "  factor    " << factor.name << ", " << factor.values.size() << " values"
              << (factor.unit.empty() ? "" : " in " + factor.unit) << "\n";
  for (const data::Skipped& file : info.skipped)
    std::cout << "  skipped   " << file.path.string() << ": " << file.why << "\n";
}

int runInfo(const InfoOptions& options) {
  const data::DatasetPtr dataset = openDataset(options.dataset);
  const model::TrainConfig defaults;
  const data::Split parts = data::split(dataset->info(), defaults.heldOut, defaults.seed);
  if (options.json)
    printJson(describe(*dataset, parts));
  else
    print(dataset->info(), parts);
  return kDone;
}

}  // namespace

void addInfoCommand(CLI::App& program, Action& action) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App* command = program.add_subcommand("info", "Say what a dataset holds");
  addDatasetArgument(*command, options->dataset)->required();
  command->add_flag("--json", options->json, "Print one JSON object");
  command->final_callback([&action, options] { action = [options] { return runInfo(*options); }; });
}

}  // namespace latlas::cli
