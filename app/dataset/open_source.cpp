#include "app/dataset/open_source.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "app/dataset/open_preview.h"
#include "core/data/source.h"
#include "core/io/run_folder.h"

namespace latlas::app {
namespace {

// Those that can be read and are of the run's data. A relative that is gone keeps nobody from
// opening the run.
std::vector<OpenedRelative> relativesOf(const io::Run& run, const std::filesystem::path& folder,
                                        const data::DatasetPtr& dataset, Progress& progress) {
  std::vector<OpenedRelative> found;
  for (const io::KeptLabel& about : run.family.relatives) {
    progress.report(-1.0, "reading " + about.name);
    if (about.folder == folder || !io::isRunFolder(about.folder)) continue;
    try {
      io::Run kept = io::loadRun(about.folder);
      if (kept.dataset.fingerprint != run.dataset.fingerprint) continue;
      kept.checkpoint.dataset = dataset;
      found.push_back({about, std::make_shared<const train::Checkpoint>(std::move(kept.checkpoint)),
                       std::move(kept.extras)});
    } catch (const Error&) {
      continue;
    }
  }
  return found;
}

Opened openRun(const std::filesystem::path& folder, Progress& progress) {
  progress.report(-1.0, "reading the run");
  io::Run run = io::loadRun(folder);
  const auto dataset = data::open(run.dataset.source, run.dataset.options, progress);
  io::requireSameData(run.dataset, *dataset);
  auto relatives = relativesOf(run, folder, dataset, progress);
  return {folder.string(),
          dataset,
          std::make_shared<const train::Checkpoint>(std::move(run.checkpoint)),
          std::move(run.family),
          std::move(relatives),
          std::move(run.extras),
          std::move(run.missingExtras)};
}

}  // namespace

OpenedOrQuestion openSource(const std::string& source, const data::OpenOptions& options,
                            bool mayAsk, data::ReadingPtr reading, Progress& progress) {
  if (io::isRunFolder(source)) return {openRun(source, progress), std::nullopt};
  // Generated data are what their address says.
  if (mayAsk && !data::isBuiltin(source)) {
    data::Survey survey = data::survey(source, options, progress, reading);
    if (mustAsk(survey)) return {std::nullopt, std::move(survey)};
    reading = std::move(survey.reading);
  }
  return {Opened{source, data::open(source, options, progress, std::move(reading)), nullptr},
          std::nullopt};
}

}  // namespace latlas::app
