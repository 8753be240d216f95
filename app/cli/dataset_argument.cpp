#include "app/cli/dataset_argument.h"

#include <chrono>
#include <map>
#include <thread>

#include "app/cli/progress_line.h"

namespace latlas::cli {

CLI::Option* addDatasetArgument(CLI::App& command, DatasetArgument& argument) {
  command.add_option("--image-size", argument.options.imageSize,
                     "Image folders: resize to N x N, 8 to 256 [their most common, at most 64]")
      ->check(CLI::Range(8, 256).description(""))
      ->type_name("N");
  static const std::map<std::string, data::Colour> colours{
      {"stored", data::Colour::asStored}, {"grey", data::Colour::grey}, {"rgb", data::Colour::rgb}};
  command.add_option("--colour", argument.options.colour,
                     "Image folders: stored, grey or rgb [stored]")
      ->transform(CLI::CheckedTransformer(colours).description(""))
      ->type_name("NAME");
  return command
      .add_option("DATASET", argument.source,
                  "A folder of images, IDX files, or builtin:NAME?key=value")
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
  auto dataset = openDataset({record.source, io::openOptions(record)});
  io::requireSameData(record, *dataset);
  return dataset;
}

}  // namespace latlas::cli
