// latlas bench: chooses a measurement by its name and prints its figures.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "app/cli/subcommands.h"

namespace latlas::cli {
namespace {

using Bench = Figures (*)(const BenchOptions&);

const std::map<std::string, Bench>& benches() {
  static const std::map<std::string, Bench> known{{"decode", benchDecoding},
                                                  {"load", benchLoading},
                                                  {"sheet", benchSheet},
                                                  {"train", benchTraining},
                                                  {"ui", benchWindow}};
  return known;
}

struct Options {
  std::string name;
  BenchOptions bench;
  bool json = false;
};

int runBench(const Options& options) {
  std::vector<std::string> names;
  for (const auto& [name, bench] : benches()) names.push_back(name);
  requireKnown("bench", options.name, names);
  const Figures figures = benches().at(options.name)(options.bench);
  if (options.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const Figure& figure : figures)
      list.push_back({{"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}});
    printJson({{"name", options.name}, {"figures", list}});
  } else {
    for (const Figure& figure : figures)
      std::printf("%-42s %12.4g %s\n", figure.name.c_str(), figure.value, figure.unit.c_str());
  }
  return kDone;
}

}  // namespace

double percentile(std::vector<double> values, double fraction) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double rank = std::ceil(fraction * static_cast<double>(values.size()));
  const auto place =
      values.begin() + std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(rank) - 1);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

void setUpBench(CLI::App& command, Action& action) {
  auto options = std::make_shared<Options>();
  command.footer(
      "NAME is one of\n"
      "  train   images a second of the trainer, without a window\n"
      "  decode  milliseconds to decode 1 and 64 latent points\n"
      "  load    milliseconds to open a dataset, at first and from the cache, and to read batches\n"
      "  sheet   frame time while a million images are scrolled, in the real window\n"
      "  ui      frame time and slider to texture while training, in the real window");
  command.add_option("NAME", options->name, "See below")->required()->type_name("");
  addDatasetArgument(command, options->bench.dataset);
  command.add_option("--seconds", options->bench.seconds, "How long to measure [5]")
      ->check(CLI::Range(0.1, 600.0))
      ->type_name("S");
  command.add_flag("--json", options->json, "End with one JSON object");
  addConfigFlags(command, options->bench.config);
  command.final_callback([&action, options] { action = [options] { return runBench(*options); }; });
}

}  // namespace latlas::cli
