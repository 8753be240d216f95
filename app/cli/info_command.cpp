// latlas info: says what a dataset holds.
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/dataset_argument.h"
#include "app/cli/subcommands.h"
#include "core/data/builtin/builtin.h"
#include "core/model/config.h"

namespace latlas::cli {
namespace {

struct InfoOptions {
  DatasetArgument dataset;
  bool json = false;
};

std::string builtinHelp() {
  std::string text = "Built in, as in builtin:sprites?size=64&count=all:\n";
  for (const data::BuiltinDescription& builtin : data::builtinDescriptions())
    text += "  " + builtin.name + ": " + builtin.about + "\n    " + builtin.keys + "\n";
  return text;
}

nlohmann::json shapeOf(const data::Shape& shape) {
  if (shape.kind == data::Kind::vectors) return {shape.width};
  return {shape.channels, shape.height, shape.width};
}

// The numbers of a vector first, then what else is known of each row.
nlohmann::json columnsOf(const data::Dataset& dataset) {
  nlohmann::json columns = nlohmann::json::array();
  for (const data::Variable& variable : dataset.info().variables)
    columns.push_back({{"name", variable.name},
                       {"role", "variable"},
                       {"mean", variable.mean},
                       {"deviation", variable.deviation},
                       {"least", variable.least},
                       {"most", variable.most},
                       {"missing", variable.missing}});
  for (const data::Column& column : dataset.columns())
    columns.push_back({{"name", column.name},
                       {"role", "metadata"},
                       {"kind", column.isText() ? "text" : "number"}});
  return columns;
}

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
          {"kind", info.shape.kind == data::Kind::images ? "images" : "vectors"},
          {"format", info.format},
          {"source", info.source},
          {"count", info.count},
          {"shape", shapeOf(info.shape)},
          {"values", info.values},
          {"splits", {{"train", parts.train.size()}, {"held_out", parts.heldOut.size()}}},
          {"classes", info.classes},
          {"factors", std::move(factors)},
          {"columns", columnsOf(dataset)},
          {"skipped", std::move(skipped)},
          {"options", data::toValues(info.options)},
          {"memory_bytes", info.memoryBytes},
          {"fingerprint", dataset.fingerprint()}};
}

void printVariables(const std::vector<data::Variable>& variables) {
  for (const data::Variable& variable : variables) {
    std::cout << "  column    " << variable.name << ": " << variable.least << " to "
              << variable.most << ", mean " << variable.mean << ", deviation "
              << variable.deviation;
    if (variable.missing > 0) std::cout << ", " << variable.missing << " missing";
    std::cout << "\n";
  }
}

void print(const data::Dataset& dataset, const data::Split& parts) {
  const data::DatasetInfo& info = dataset.info();
  const bool areImages = info.shape.kind == data::Kind::images;
  std::cout << info.name << ": " << info.count << (areImages ? " images of " : " rows of ")
            << data::toString(info.shape) << ", " << info.format << "\n"
            << "  source    " << info.source << "\n";
  if (const std::string options = data::toString(info.options); !options.empty())
    std::cout << "  opened as " << options << "\n";
  if (!info.values.empty()) std::cout << "  values    " << info.values << "\n";
  std::cout << "  training  " << parts.train.size() << "\n"
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
  printVariables(info.variables);
  for (const data::Column& column : dataset.columns())
    std::cout << "  metadata  " << column.name << (column.isText() ? ", texts\n" : ", numbers\n");
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
    print(*dataset, parts);
  return kDone;
}

}  // namespace

void setUpInfo(CLI::App& command, Action& action) {
  auto options = std::make_shared<InfoOptions>();
  addDatasetArgument(command, options->dataset)->required();
  command.add_flag("--json", options->json, "Print one JSON object");
  command.footer(builtinHelp());
  command.final_callback([&action, options] { action = [options] { return runInfo(*options); }; });
}

}  // namespace latlas::cli
