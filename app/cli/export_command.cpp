// latlas export: writes pictures, latent points or the history of a saved run to a file.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <numeric>
#include <optional>

#include "app/cli/dataset_argument.h"
#include "app/cli/loaded_model.h"
#include "app/cli/subcommands.h"
#include "core/base/files.h"
#include "core/io/history_files.h"
#include "core/io/image_grid.h"
#include "core/io/npy.h"
#include "core/io/run_folder.h"
#include "core/latent/sampling.h"

namespace latlas::cli {
namespace {

struct ExportOptions {
  std::filesystem::path run;
  std::string what;
  std::filesystem::path to;
  int side = 8;                // samples, manifold: images a side
  std::optional<int> columns;  // default: side; traversal 11, reconstructions 10
  std::optional<int> rows;     // samples: default side; reconstructions 4 pairs
  int cell = 0;
  int gap = 0;
  double range = 3.0;
  std::vector<int> axes;      // manifold: two; traversal: the rows, default all
  std::vector<float> centre;  // default: the origin
  std::uint64_t seed = 1;
  std::string dataset;  // empty: the run's own
};

const std::vector<std::string>& exportNames() {
  static const std::vector<std::string> names{"samples",         "manifold", "traversal",
                                              "reconstructions", "latents",  "history"};
  return names;
}

std::vector<float> centreOf(const ExportOptions& options, int latent) {
  if (options.centre.empty()) return std::vector<float>(static_cast<std::size_t>(latent), 0.0f);
  if (options.centre.size() != static_cast<std::size_t>(latent))
    throw UsageError("--centre expects " + std::to_string(latent) + " numbers, found " +
                     std::to_string(options.centre.size()));
  return options.centre;
}

std::vector<int> axesOf(const ExportOptions& options, int latent, std::size_t most) {
  std::vector<int> axes = options.axes;
  if (axes.empty()) {
    axes.resize(std::min(static_cast<std::size_t>(latent), most));
    std::iota(axes.begin(), axes.end(), 0);
  }
  for (const int axis : axes)
    if (axis < 0 || axis >= latent)
      throw UsageError("--axes expects numbers from 0 to " + std::to_string(latent - 1) +
                       ", found " + std::to_string(axis));
  return axes;
}

// Latent points, and how many of them stand side by side.
struct GridPoints {
  std::vector<float> z;
  int columns = 0;
};

GridPoints samplePoints(const ExportOptions& options, int latent) {
  const int columns = options.columns.value_or(options.side);
  return {latent::priorSamples(columns * options.rows.value_or(options.side), latent, options.seed),
          columns};
}

GridPoints manifoldPoints(const ExportOptions& options, int latent) {
  const auto range = static_cast<float>(options.range);
  const std::vector<float> centre = centreOf(options, latent);
  const std::vector<int> axes = axesOf(options, latent, 2);
  // One latent dimension has a line and no plane.
  if (latent == 1) return {latent::traversalGrid(centre, axes, options.side, range), options.side};
  if (axes.size() != 2 || axes[0] == axes[1])
    throw UsageError("--axes expects two different axes for a manifold: --axes 0,1");
  return {latent::manifoldGrid(centre, axes[0], axes[1], options.side, range), options.side};
}

GridPoints traversalPoints(const ExportOptions& options, int latent) {
  const int columns = options.columns.value_or(11);  // odd: the middle one is the centre
  return {latent::traversalGrid(centreOf(options, latent),
                                axesOf(options, latent, static_cast<std::size_t>(latent)), columns,
                                static_cast<float>(options.range)),
          columns};
}

void writeGrid(const ExportOptions& options, const data::Images& images, int columns) {
  const io::Picture picture = io::makeGrid(images, {columns, options.cell, options.gap});
  io::writePng(options.to, picture);
  std::printf("%s: %d x %d pixels\n", options.to.c_str(), picture.width, picture.height);
}

data::DatasetPtr datasetOf(const ExportOptions& options, io::DatasetRecord record) {
  if (!options.dataset.empty()) record.source = options.dataset;
  return reopenDataset(record);
}

// A row of originals above a row of what the model makes of them, and so on.
void writeReconstructions(const ExportOptions& options, const io::Run& run, LoadedModel& model) {
  const data::DatasetPtr dataset = datasetOf(options, run.dataset);
  const model::TrainConfig& config = run.checkpoint.config.train;
  const data::Split parts = data::split(dataset->info(), config.heldOut, config.seed);
  const auto& source = parts.heldOut.empty() ? parts.train : parts.heldOut;
  const auto columns = static_cast<std::size_t>(options.columns.value_or(10));
  const std::size_t wanted = columns * static_cast<std::size_t>(options.rows.value_or(4));
  const std::vector<std::int64_t> rows(
      source.begin(),
      source.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, source.size())));

  const data::Shape shape = dataset->info().shape;
  std::vector<float> pixels(rows.size() * static_cast<std::size_t>(shape.size()));
  dataset->read(rows, pixels);
  const data::Images originals = data::toImages(pixels, shape);
  const data::Images decoded = model.decode(model.encode(*dataset, rows));
  data::Images grid{shape, 0, {}};
  const auto appendRow = [&](const data::Images& images, std::size_t first) {
    for (std::size_t i = first; i < first + columns; ++i, ++grid.count) {
      if (i < rows.size()) {
        const auto image = images.image(static_cast<std::int64_t>(i));
        grid.pixels.insert(grid.pixels.end(), image.begin(), image.end());
      } else {
        grid.pixels.resize(grid.pixels.size() + static_cast<std::size_t>(shape.size()));
      }
    }
  };
  for (std::size_t first = 0; first < rows.size(); first += columns) {
    appendRow(originals, first);
    appendRow(decoded, first);
  }
  writeGrid(options, grid, static_cast<int>(columns));
}

void writeLatents(const ExportOptions& options, const io::Run& run, LoadedModel& model) {
  const data::DatasetPtr dataset = datasetOf(options, run.dataset);
  std::vector<std::int64_t> rows(static_cast<std::size_t>(dataset->info().count));
  std::iota(rows.begin(), rows.end(), 0);
  io::writeNpy(options.to, model.encode(*dataset, rows), dataset->info().count, model.latent());
  std::printf("%s: posterior means, float32 [%lld, %d]\n", options.to.c_str(),
              static_cast<long long>(dataset->info().count), model.latent());
}

void writeHistory(const ExportOptions& options, const train::History& history) {
  writeFileAtomically(options.to, io::encodeHistory(history));
  std::printf("%s: %zu training steps, %zu evaluations\n", options.to.c_str(), history.train.size(),
              history.heldOut.size());
}

int runExport(const ExportOptions& options) {
  requireKnown("export", options.what, exportNames());
  const io::Run run = io::loadRun(options.run);
  if (options.what == "history") {
    writeHistory(options, run.checkpoint.history);
    return kDone;
  }
  LoadedModel model(run.checkpoint);
  if (options.what == "reconstructions") {
    writeReconstructions(options, run, model);
  } else if (options.what == "latents") {
    writeLatents(options, run, model);
  } else {
    const auto makePoints = options.what == "samples"    ? samplePoints
                            : options.what == "manifold" ? manifoldPoints
                                                         : traversalPoints;
    const GridPoints points = makePoints(options, model.latent());
    writeGrid(options, model.decode(points.z), points.columns);
  }
  return kDone;
}

}  // namespace

void setUpExport(CLI::App& command, Action& action) {
  auto options = std::make_shared<ExportOptions>();
  command.footer(
      "WHAT is one of\n"
      "  samples          decoded draws from the prior (--seed, --side or --columns --rows)\n"
      "  manifold         a decoded lattice over two latent axes (--axes, --side, --range)\n"
      "  traversal        a row for each latent axis (--axes, --columns, --range)\n"
      "  reconstructions  held-out images above the model's (--columns, --rows)\n"
      "  latents          posterior means of the whole dataset, .npy float32 [N, latent]\n"
      "  history          every step and evaluation, CSV: step, epoch, seconds, split, loss...\n"
      "The first four are PNG.");
  command.add_option("RUN", options->run, "The run's folder")->required()->type_name("");
  command.add_option("WHAT", options->what, "See below")->required()->type_name("");
  command.add_option("--to", options->to, "The file to write")->required()->type_name("FILE");
  const CLI::Range images(1, 256);
  command.add_option("--side", options->side, "Images a side [8]")->check(images)->type_name("N");
  command.add_option("--columns", options->columns, "Images in a row")
      ->check(images)
      ->type_name("N");
  command.add_option("--rows", options->rows, "Rows of images")->check(images)->type_name("N");
  command.add_option("--cell", options->cell, "Pixels of an image's longer side; 0: its own [0]")
      ->check(CLI::Range(0, 1024))
      ->type_name("N");
  command.add_option("--gap", options->gap, "Pixels between images [0]")
      ->check(CLI::Range(0, 64))
      ->type_name("N");
  command.add_option("--range", options->range, "Axes go from -R to R, in prior sigmas [3]")
      ->check(CLI::PositiveNumber)
      ->type_name("R");
  command.add_option("--axes", options->axes, "Latent axes, from 0: 0,1")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST");
  command.add_option("--centre", options->centre, "Point that the axes pass through [0,...]")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("LIST");
  command.add_option("--seed", options->seed, "Of the samples [1]")->type_name("N");
  command.add_option("--dataset", options->dataset, "Where the run's data lie now")
      ->type_name("DATASET");
  command.final_callback([&action, options] {
    action = [options] { return runExport(*options); };
  });
}

}  // namespace latlas::cli
