// What `latlas bench` measures. Each returns its figures; printing is bench_command's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/config_flags.h"
#include "app/cli/dataset_argument.h"

namespace latlas::cli {

struct Figure {
  std::string name;
  double value = 0.0;
  std::string unit;
};
using Figures = std::vector<Figure>;

struct BenchOptions {
  DatasetArgument dataset;  // source is empty: generated 28 x 28 images
  ConfigFlags config;
  double seconds = 5.0;  // of measuring, for each figure or group that belongs together
};

// The trainer as the window and `latlas train` use it, for mlp 784-400-20 and conv, or for the
// --model that was given.
Figures benchTraining(const BenchOptions& options);

// One latent point, and the 64 of a grid, decoded by untrained networks.
Figures benchDecoding(const BenchOptions& options);

// Opening a dataset, the first time and from the cache, and reading shuffled batches of it.
Figures benchLoading(const BenchOptions& options);

// The window, training, while a script drags a slider. Needs a display.
Figures benchWindow(const BenchOptions& options);

// The sheet of 1,000,000 small images, scrolled and searched by a script. Needs a display.
Figures benchSheet(const BenchOptions& options);

// Nearest rank; fraction in [0, 1]. NaN when there are no values.
double percentile(std::vector<double> values, double fraction);

}  // namespace latlas::cli
