#include "app/session/tasks.h"

#include <utility>

#include "app/shell/preferences.h"
#include "core/base/files.h"
#include "core/base/memory_tuning.h"
#include "core/base/thread_priority.h"
#include "core/data/open.h"
#include "core/io/image_grid.h"

namespace latlas::app {
namespace {

std::filesystem::path writeGrid(const model::ModelFactory& makeModel,
                                const train::PublishedWeights& weights, const GridExport& what) {
  const auto model = makeModel(
      {.spec = weights.spec, .purpose = model::Purpose::inference});
  model->setWeights(weights.tensors);
  const auto latent = static_cast<std::size_t>(weights.spec.config.latent);
  if (what.z.empty() || what.z.size() % latent != 0)
    throw Error("There is no decoded grid to save yet. Open data and train first.");
  const data::Shape shape = weights.spec.shape;
  std::vector<float> pixels(what.z.size() / latent * static_cast<std::size_t>(shape.size()));
  model->decode(what.z, pixels);
  io::writePng(what.path, io::makeGrid(data::toImages(pixels, shape),
                                       {what.columns, what.cell, 0}));
  return what.path;
}

// Nobody waits for it: after the frame, the image under the slider and the next batch.
constexpr int kSummaryNiceness = 15;

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
      found.push_back(
          {about, std::make_shared<const train::Checkpoint>(std::move(kept.checkpoint))});
    } catch (const Error&) {
      continue;
    }
  }
  return found;
}

Opened openRun(const std::filesystem::path& folder, Progress& progress) {
  progress.report(-1.0, "reading the run");
  io::Run run = io::loadRun(folder);
  const auto dataset =
      data::open(run.dataset.source, run.dataset.options, progress);
  io::requireSameData(run.dataset, *dataset);
  auto relatives = relativesOf(run, folder, dataset, progress);
  return {folder.string(), dataset,
          std::make_shared<const train::Checkpoint>(std::move(run.checkpoint)), std::nullopt,
          std::move(run.family), std::move(relatives)};
}

OpenProgress progressOf(const std::string& source, const Progress& progress) {
  return {source, progress.fraction(), progress.what()};
}

}  // namespace

Opened openSource(const std::string& source, const data::OpenOptions& options, bool mayAsk,
                  Progress& progress) {
  if (io::isRunFolder(source)) return openRun(source, progress);
  // Generated data are what their address says.
  if (mayAsk && !source.starts_with("builtin:")) {
    data::Survey survey = data::survey(source, options, progress);
    if (mustAsk(survey)) return {source, nullptr, nullptr, std::move(survey)};
  }
  return {source, data::open(source, options, progress), nullptr, std::nullopt};
}

std::string saveTask(const std::filesystem::path& path) { return "save " + path.string(); }

Tasks::Tasks(model::ModelFactory makeModel, std::function<void()> wake)
    : makeModel_(std::move(makeModel)), wake_(std::move(wake)) {}
Tasks::~Tasks() = default;

void Tasks::open(const std::string& source, const data::OpenOptions& options, bool mayAsk) {
  openingSource_ = source;
  opening_.start(
      "open " + source,
      [source, options, mayAsk](Progress& progress) {
        return openSource(source, options, mayAsk, progress);
      },
      wake_);
}

void Tasks::cancelOpening() { opening_.cancel(); }

std::optional<OpenProgress> Tasks::openProgress() const {
  if (!opening_.isRunning()) return std::nullopt;
  return progressOf(openingSource_, opening_.progress());
}

std::optional<Job<Opened>::Ended> Tasks::takeOpened() { return opening_.takeEnded(); }

void Tasks::preview(const std::string& source, const data::OpenOptions& options) {
  previewSource_ = source;
  preview_.start(
      "look at " + source,
      [source, options](Progress& progress) { return previewOf(source, options, progress); },
      wake_);
}

void Tasks::cancelPreview() { preview_.cancel(); }

std::optional<OpenProgress> Tasks::previewProgress() const {
  if (!preview_.isRunning()) return std::nullopt;
  return progressOf(previewSource_, preview_.progress());
}

std::optional<Job<OpenPreview>::Ended> Tasks::takePreview() { return preview_.takeEnded(); }

void Tasks::summarize(data::DatasetPtr dataset) {
  const std::string task = "average " + dataset->info().name;
  summary_.start(
      task,
      [dataset](Progress& progress) {
        yieldToOthers(kSummaryNiceness);
        return app::summarize(dataset, progress);
      },
      wake_);
}

std::optional<Job<DataSummary>::Ended> Tasks::takeSummary() { return summary_.takeEnded(); }

void Tasks::write(std::string task, std::function<std::filesystem::path(Progress&)> work) {
  writesWaiting_.push_back({std::move(task), std::move(work)});
  if (!writing_) startNextWrite();
}

void Tasks::startNextWrite() {
  if (writesWaiting_.empty()) return;
  Write next = std::move(writesWaiting_.front());
  writesWaiting_.pop_front();
  writing_ = std::make_unique<WriteJob>(std::move(next.task), std::move(next.work), wake_);
}

void Tasks::exportGrid(std::shared_ptr<const train::PublishedWeights> weights, GridExport what) {
  const std::string task = saveTask(what.path);
  write(task, [makeModel = makeModel_, weights = std::move(weights),
               what = std::move(what)](Progress&) {
    if (!weights) throw Error("There is no model yet. Open data first.");
    return writeGrid(makeModel, *weights, what);
  });
}

void Tasks::exportPicture(ui::RecordedPicture picture, std::filesystem::path path) {
  const std::string task = saveTask(path);
  write(task, [picture = std::move(picture), path = std::move(path)](Progress&) {
    data::Images image = ui::rasterize(picture);
    io::writePng(path, {image.shape.width, image.shape.height, 3, std::move(image.pixels)});
    return path;
  });
}

void Tasks::exportHistories(std::vector<io::NamedHistory> runs, std::filesystem::path path) {
  const std::string task = saveTask(path);
  write(task, [runs = std::move(runs), path = std::move(path)](Progress&) {
    if (runs.empty()) throw Error("There is no history yet. Train first.");
    writeFileAtomically(path, io::encodeHistories(runs));
    return path;
  });
}

void Tasks::saveRun(std::shared_ptr<const train::Checkpoint> checkpoint, io::RunFamily family,
                    std::filesystem::path folder, std::filesystem::path setAside) {
  const std::string task = saveTask(folder);
  if (!runWriter_ || runWriter_->folder() != folder)
    runWriter_ = std::make_shared<io::RunWriter>(folder);
  write(task, [checkpoint = std::move(checkpoint), family = std::move(family),
               folder = std::move(folder), setAside = std::move(setAside),
               writer = runWriter_](Progress&) {
    if (!setAside.empty() && io::isRunFolder(folder)) {
      std::error_code ignored;  // at worst the run before is replaced
      std::filesystem::remove_all(setAside, ignored);
      std::filesystem::rename(folder, setAside, ignored);
    }
    writer->save({*checkpoint, io::recordOf(*checkpoint->dataset), {}, family});
    releaseFreedMemory();
    return folder;
  });
}

void Tasks::savePreferences(Preferences preferences, std::filesystem::path file) {
  const std::string task = saveTask(file);
  write(task, [preferences = std::move(preferences), file = std::move(file)](Progress&) {
    try {
      writePreferences(preferences, file);
    } catch (const Error&) {
      // Nothing depends on it before the next start.
    }
    return file;
  });
}

std::optional<std::string> Tasks::writing() const {
  if (!writing_) return std::nullopt;
  return writing_->task();
}

bool Tasks::busy() const { return opening_.isRunning() || preview_.isRunning() || writing_; }

std::optional<Job<std::filesystem::path>::Ended> Tasks::takeWritten() {
  if (!writing_) return std::nullopt;
  auto ended = writing_->takeEnded();
  if (ended) {
    writing_ = nullptr;
    startNextWrite();
  }
  return ended;
}

}  // namespace latlas::app
