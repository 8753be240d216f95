#include "app/shell/frame.h"

#include <imgui.h>

#include <utility>

#include "app/session/actions.h"
#include "app/shell/panels.h"
#include "app/map/point_colours.h"
#include "app/shell/preferences.h"

namespace latlas::app {
namespace {

// Seconds of training that a crash may cost.
constexpr double kAutosaveInterval = 30.0;

std::string absoluteSource(const std::string& source) {
  if (source.starts_with("builtin:")) return source;
  std::error_code ignored;
  const auto absolute = std::filesystem::absolute(source, ignored);
  return ignored ? source : absolute.lexically_normal().string();
}

}  // namespace

Frame::Frame(FrameParts parts, AppState& state) : parts_(std::move(parts)), state_(state) {}

void Frame::draw() {
  takeArrivals();
  // A key pressed while the browser is open belongs to the browser.
  if (!parts_.browser->isOpen()) handleShortcuts(state_, requests_);
  // Asked for while the other panels are drawn, an image is often there before the frame is.
  const auto sendOrders = [this] { orders_.send(state_, *parts_.workers, parts_.clock()); };
  drawWindow(state_, *parts_.graphics, requests_, sendOrders);
  drawBrowser();
  carryOut();
  sendOrders();
}

void Frame::takePreview() {
  auto preview =
      parts_.workers->inference.decoded(train::DecodeSlot::preview).readNewer(seen_.preview);
  if (!preview || preview->run != run_) return;
  if (const auto asked = orders_.takePreviewAsked(preview->serial))
    previewsTaken_.push_back(*asked);
  state_.traverse.preview = std::move(preview);
}

void Frame::latch() {
  const auto drawn = state_.traverse.preview;
  const auto newest = parts_.workers->inference.decoded(train::DecodeSlot::preview).read();
  // Another shape would need another texture than the one that the draw lists name.
  if (!drawn || !newest || newest->images.shape != drawn->images.shape) return;
  // A vector's chart has been drawn into the lists already.
  if (!newest->values.empty()) return;
  takePreview();
  if (state_.traverse.preview != drawn) previewTexture(state_.traverse, *parts_.graphics);
}

void Frame::shown() {
  const double now = parts_.clock();
  for (const double asked : std::exchange(previewsTaken_, {}))
    parts_.figures->sliderToTexture(1e3 * (now - asked));
}

void Frame::takeArrivals() {
  Workers& workers = *parts_.workers;
  if (auto snapshot = workers.trainer.snapshots().readNewer(seen_.snapshot))
    takeSnapshot(std::move(snapshot));
  takePreview();
  if (auto grid = workers.inference.decoded(train::DecodeSlot::grid).readNewer(seen_.grid);
      grid && grid->run == run_)
    state_.traverse.gridImages = std::move(grid);
  if (auto map = workers.inference.maps().readNewer(seen_.map); map && map->run == run_)
    state_.map.map = std::move(map);
  if (auto pair = workers.inference.reconstructions().readNewer(seen_.reconstruction))
    state_.hovered = std::move(pair);
  if (auto page = workers.sheetReader.pages().readNewer(seen_.sheet);
      page && page->dataset == state_.dataset)
    takeSheet(std::move(page));
  // Each new weights may fail alike; once a run is enough.
  if (auto failure = workers.inference.failures().readNewer(seen_.inferenceFailure);
      failure && std::exchange(inferenceFailedRun_, run_) != run_)
    failed(*failure);
  if (const auto checkpoint = workers.trainer.checkpoints().readNewer(seen_.checkpoint))
    takeCheckpoint(checkpoint);
  takeTasksEnds();
  takeDownloads();
  autosaveIfDue();
  followQuestion();
  state_.opening = parts_.tasks->openProgress();
  state_.exporting = parts_.tasks->writing();
}

void Frame::takeSnapshot(std::shared_ptr<const train::Snapshot> snapshot) {
  if (snapshot->run != run_) return;
  const bool wasFinished = isPresent() && state_.snapshot->state == train::RunState::finished;
  state_.snapshot = std::move(snapshot);
  if (!wasFinished && state_.snapshot->state == train::RunState::finished &&
      !state_.snapshot->stopReason.empty())
    state_.status = "Finished: " + state_.snapshot->stopReason;
  parts_.figures->imagesPerSecond(state_.snapshot->imagesPerSecond);
  const std::uint64_t serial = state_.snapshot->failureSerial;
  if (state_.snapshot->failure && std::exchange(failureSerial_, serial) != serial) {
    failed(*state_.snapshot->failure);
    // No checkpoint will come for what waits for one; the next is another moment's.
    if (state_.snapshot->failure->task == train::command::kTakeCheckpointTask) {
      savesWaiting_.clear();
      leaving_.reset();
    }
  }
}

void Frame::takeSheet(std::shared_ptr<const SheetPage> page) {
  // Each page may fail alike; once a dataset is enough.
  if (page->failure && std::exchange(sheetFailed_, page->dataset) != page->dataset)
    failed(*page->failure);
  state_.sheet.page = std::move(page);
}

void Frame::followQuestion() {
  if (!state_.question) {
    if (std::exchange(asked_, std::nullopt)) parts_.tasks->cancelPreview();
    return;
  }
  OpenQuestion& question = *state_.question;
  if (auto ended = parts_.tasks->takePreview(); ended && ended->result) {
    question.preview = std::make_shared<const OpenPreview>(*std::move(ended->result));
    if (question.preview->survey) question.survey = question.preview->survey;
  }
  const std::pair asking(question.source, question.options);
  if (asked_ != asking) {
    asked_ = asking;
    parts_.tasks->preview(question.source, question.options);
  }
  question.looking = parts_.tasks->previewProgress();
}

void Frame::takeTasksEnds() {
  if (auto ended = parts_.tasks->takeOpened()) {
    const bool isQuestion = ended->result && ended->result->question;
    if (isQuestion)
      askHow(*std::move(ended->result));
    else if (ended->result)
      takeOpened(*ended->result);
    if (ended->failure) failed(*ended->failure);
    // A later dataset is opened by the user's own wish, and trains by it too.
    if (!isQuestion) startWhenOpened_ = false;
  }
  if (auto ended = parts_.tasks->takeSummary();
      ended && ended->result && ended->result->dataset == state_.dataset)
    state_.summary = std::make_shared<const DataSummary>(*std::move(ended->result));
  while (auto ended = parts_.tasks->takeWritten()) {
    if (ended->result) takeWritten(*ended->result);
    if (ended->failure) failed(*ended->failure);
    // A disk that is full now would be complained of every half minute.
    if (ended->failure && ended->failure->task == saveTask(state_.autosaveFolder))
      state_.autosaveFolder.clear();
  }
}

void Frame::takeWritten(const std::filesystem::path& path) {
  if (path == state_.autosaveFolder || path == parts_.preferencesFile) return;
  if (path.parent_path() == keptRunsFolder(state_))
    remember({path.string(), {}});
  else
    state_.status = "Saved " + path.string();
}

void Frame::remember(const RecentSource& recent) {
  rememberSource(state_.preferences, recent, keptRunsFolder(state_));
  if (!parts_.preferencesFile.empty())
    parts_.tasks->savePreferences(state_.preferences, parts_.preferencesFile);
}

void Frame::takeCheckpoint(const std::shared_ptr<const train::Checkpoint>& checkpoint) {
  finishLeaving(checkpoint);
  for (const auto& [folder, family] : std::exchange(savesWaiting_, {})) {
    const bool isAutosave = folder == state_.autosaveFolder;
    if (isAutosave && checkpoint->run == run_) state_.autosavedStep = checkpoint->step;
    // The run before is set aside, so that a new one does not cost it.
    const bool isNew =
        isAutosave && std::exchange(autosavedRun_, checkpoint->run) != checkpoint->run;
    parts_.tasks->saveRun(checkpoint, family, folder,
                          isNew ? runBeforeFolder(state_) : std::filesystem::path());
  }
}

bool Frame::hasUnsavedSteps() const {
  if (state_.autosaveFolder.empty() || !state_.snapshot) return false;
  const train::Snapshot& snapshot = *state_.snapshot;
  return snapshot.run == run_ && snapshot.step != state_.autosavedStep &&
         snapshot.state != train::RunState::failed;
}

void Frame::autosave() {
  nextAutosave_ = parts_.clock() + kAutosaveInterval;
  savesWaiting_.push_back({state_.autosaveFolder, familyOf(run_)});
  parts_.workers->trainer.send(train::command::TakeCheckpoint{});
}

void Frame::autosaveIfDue() {
  if (!hasUnsavedSteps() || !savesWaiting_.empty() || parts_.tasks->writing()) return;
  // A run that has stopped is saved at once: nothing more will come.
  if (state_.snapshot->state != train::RunState::running || parts_.clock() >= nextAutosave_)
    autosave();
}

bool Frame::saveBeforeQuitting() {
  if (!quitSaveAsked_ && hasUnsavedSteps()) {
    parts_.workers->trainer.send(train::command::Pause{});
    autosave();
  }
  quitSaveAsked_ = true;
  takeArrivals();
  return savesWaiting_.empty() && !parts_.tasks->writing();
}

void Frame::askHow(Opened opened) {
  state_.status = "Waiting for you to choose how to open " + opened.source;
  state_.question = OpenQuestion{opened.source, openOptions_, std::move(opened.question), {}, {}};
}

void Frame::takeOpened(const Opened& opened) {
  showDataset(opened);
  if (opened.checkpoint) takeFamily(opened);
}

void Frame::showDataset(Opened opened) {
  state_.dataset = opened.dataset;
  state_.sheet = {};
  state_.summary = nullptr;
  sheetFailed_ = nullptr;
  // Losses over other data are no comparison until the user asks for them.
  for (ComparedRun& run : state_.comparedRuns)
    if (run.snapshot->dataset != opened.dataset) run.visible = false;
  parts_.tasks->summarize(opened.dataset);
  state_.map.colourBy = firstColouring(*opened.dataset);
  state_.status = "Opened " + opened.dataset->info().name;
  if (opened.source != state_.autosaveFolder)
    remember({absoluteSource(opened.source),
              opened.checkpoint ? data::OpenOptions{} : opened.dataset->info().options});
  model::Config config = state_.draft;
  // What vectors did not allow comes back with the next images, unless the user chose anew.
  const bool areImages = opened.dataset->info().shape.kind == data::Kind::images;
  if (areImages && suited_ && suited_->second == config.model) config.model = suited_->first;
  if (areImages) suited_.reset();
  if (opened.checkpoint) config = opened.checkpoint->config;
  beginRun(config, std::move(opened.checkpoint));
  // The last run goes on where it is saved.
  if (opened.source == state_.autosaveFolder) autosavedRun_ = run_;
  if (std::exchange(startWhenOpened_, false)) parts_.workers->trainer.send(train::command::Start{});
}

void Frame::beginRun(model::Config config, std::shared_ptr<const train::Checkpoint> checkpoint,
                     View view) {
  if (!state_.dataset) return;
  const model::ModelConfig wished = config.model;
  model::suitTo(config.model, state_.dataset->info().shape);
  if (config.model != wished) suited_ = {wished, config.model};
  // The trainer answers in order, so this is still the run that is about to be replaced.
  if (hasUnsavedSteps()) autosave();
  ++run_;
  leaving_.reset();
  state_.runLabel.folder.clear();  // what is there is another run
  state_.draft = config;
  state_.fieldFaults.clear();
  state_.autosavedStep = checkpoint ? checkpoint->step : 0;
  nextAutosave_ = parts_.clock() + kAutosaveInterval;
  if (view == View::anew) forgetView(config);
  parts_.workers->trainer.send(
      train::command::Load{run_, state_.dataset, config, std::move(checkpoint)});
  if (state_.isSlowMotion)
    parts_.workers->trainer.send(train::command::SetPace{state_.preferences.slowMotion});
}

void Frame::forgetView(const model::Config& config) {
  const auto latent = static_cast<std::size_t>(config.model.latent);
  if (state_.traverse.z.size() != latent) {
    state_.traverse.z.assign(latent, 0.0f);
    state_.traverse.axisX = 0;
    state_.traverse.axisY = latent > 1 ? 1 : 0;
  }
  state_.traverse.preview = nullptr;
  state_.traverse.gridImages = nullptr;
  state_.map.map = nullptr;
  state_.map.cloud = nullptr;
  state_.map.unitsPerPixel = 0.0f;
  state_.map.userMoved = false;
  state_.map.hoveredPoint.reset();
  state_.hovered = nullptr;
  state_.losses.range.reset();
}

void Frame::drawBrowser() {
  if (const auto path = parts_.browser->draw(); path && browsingFor_)
    requests_.push_back(browsingFor_(*path));
}

void Frame::failed(const Failure& failure) {
  state_.notice = Notice{NoticeKind::error, "Could not " + failure.task, failure.message};
  state_.status = "Could not " + failure.task;
}

}  // namespace latlas::app
