#include "app/cli/dataset_argument.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/progress_line.h"
#include "core/base/error.h"
#include "core/data/delimited/table_kinds.h"
#include "core/data/formats/formats.h"
#include "core/model/config.h"

namespace latlas::cli {

namespace {

// What each way of opening says under --help; a key without a line here still has its flag.
const std::map<std::string, std::string>& descriptions() {
  static const std::map<std::string, std::string> texts{
      {"image_size", "Image files: resize to N x N, 8 to 256 [their most common, at most 64]"},
      {"colour", "Image files: stored, grey or rgb [stored]"},
      {"fit", "Image files that are not square: crop, pad or stretch [crop]"},
      {"background", "Behind transparent or padded images: white, black or grey [white]"},
      {"as", "Rows of numbers: images or vectors [judged by their content]"},
      {"array", data::arrayFormatNames() + ": the array that holds the samples"},
      {"labels", "The array or column with the labels, or none [found by its name]"},
      {"part", "Of a dataset with a split of its own: all, train or held_out [all]"},
      {"subset", "At most so many samples, spread evenly [all]"},
      {"metadata",
       "A " + std::string(data::kTableKinds) + " with more columns [the one beside the data]"},
  };
  return texts;
}

constexpr double kGigabyte = 1e9;

void addByteLimit(CLI::App& command, const char* name, std::uint64_t& limit, const char* text) {
  command
      .add_option_function<double>(
          name, [&limit](double gb) { limit = static_cast<std::uint64_t>(gb * kGigabyte); }, text)
      ->check(CLI::Range(1e-6, 1e6).description(""))
      ->type_name("GB")
      ->group("Opening");
}

}  // namespace

void addOpeningFlags(CLI::App& command, data::OpenOptions& options) {
  for (const std::string& key : data::openOptionKeys()) {
    const auto text = descriptions().find(key);
    command
        .add_option_function<std::string>(
            model::flagOf(key),
            [&options, key](const std::string& value) {
              try {
                data::setOption(options, key, value);
              } catch (const Error& error) {
                throw UsageError(error.what());
              }
            },
            text == descriptions().end() ? "How the data are read" : text->second)
        ->type_name("VALUE")
        ->take_last()
        ->group("Opening");
  }
  addByteLimit(command, "--memory-limit", options.memoryLimit,
               "Larger data are read in place or through the cache [0.5]");
  addByteLimit(command, "--unpack-limit", options.unpackLimit,
               "What an archive may unpack to [69]");
  command
      .add_option("--unpack-ratio", options.unpackRatio,
                  "What an archive may unpack to for each of its bytes [2000]")
      ->check(CLI::Range(1.0, 1e9).description(""))
      ->type_name("N")
      ->group("Opening");
}

CLI::Option* addDatasetArgument(CLI::App& command, DatasetArgument& argument) {
  addOpeningFlags(command, argument.options);
  return command
      .add_option("DATASET", argument.source,
                  "A file or folder of images, arrays or tables, or builtin:NAME?key=value")
      ->type_name("");
}

data::DatasetPtr openDataset(const DatasetArgument& argument) {
  const std::string task = "Opening " + argument.source;
  Job<data::DatasetPtr> job(task, [&argument](Progress& progress) {
    return data::open(argument.source, argument.options, progress);
  });
  ProgressLine line(task);
  for (;;) {
    if (auto ended = job.takeEnded()) {
      if (ended->failure) throw Error(ended->failure->message);
      return *ended->result;
    }
    if (line.isDue()) line.show(job.progress().fraction(), job.progress().what());
    // Short beside what a person notices; opening itself runs on the job's thread.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

data::DatasetPtr reopenDataset(const io::DatasetRecord& record) {
  auto dataset = openDataset({record.source, record.options});
  io::requireSameData(record, *dataset);
  return dataset;
}

}  // namespace latlas::cli
