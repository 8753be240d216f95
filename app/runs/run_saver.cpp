#include "app/runs/run_saver.h"

#include <utility>

#include "app/session/facts.h"
#include "core/base/memory_tuning.h"

namespace latlas::app {
namespace {

// Seconds of training that a crash may cost.
constexpr double kAutosaveInterval = 30.0;
// Seconds of typing that a crash may cost; a save writes all weights, so not after each key.
constexpr double kExtrasInterval = 2.0;

}  // namespace

void RunSaver::saveAs(const std::filesystem::path& folder) {
  if (!hasModel())
    return showFailure(session_.state,
                       {"save " + folder.string(),
                        "There is no model yet. Open data first; a model that could not be built "
                        "is mended in the Model panel."});
  if (folder == session_.state.autosaveFolder) return autosave();
  session_.run.takeCheckpoint([this, folder, family = familyOf_(session_.run.serial()),
                               extras = session_.run.extras()](const CheckpointPtr& checkpoint) {
    if (checkpoint) session_.writeForUser(folder, saving(checkpoint, family, extras, folder));
  });
}

void RunSaver::saveKept(const CheckpointPtr& checkpoint, const io::Extras& extras,
                        const std::filesystem::path& folder) {
  session_.writes.add(
      {folder, saving(checkpoint, familyOf_(checkpoint->run), extras, folder),
       [this, folder] {
         session_.requests.push_back(request::RememberSource{{folder.string(), {}}});
       },
       [this](const Failure& failure) { showFailure(session_.state, failure); }});
}

std::function<void(Progress&)> RunSaver::saving(const CheckpointPtr& checkpoint,
                                                io::RunFamily family, io::Extras extras,
                                                const std::filesystem::path& folder,
                                                std::filesystem::path setAside) {
  return [checkpoint, family = std::move(family), extras = std::move(extras), folder,
          setAside = std::move(setAside), writer = writerOf(folder)](Progress&) {
    if (!setAside.empty() && io::isRunFolder(folder)) {
      std::error_code ignored;  // at worst the run before is replaced
      std::filesystem::remove_all(setAside, ignored);
      std::filesystem::rename(folder, setAside, ignored);
    }
    writer->save({*checkpoint, io::recordOf(*checkpoint->dataset), {}, family, extras});
    releaseFreedMemory();
  };
}

std::shared_ptr<io::RunWriter> RunSaver::writerOf(const std::filesystem::path& folder) {
  if (!writer_ || writer_->folder() != folder) writer_ = std::make_shared<io::RunWriter>(folder);
  return writer_;
}

bool RunSaver::hasModel() const {
  if (!session_.run.isPresent()) return false;
  const train::Snapshot& snapshot = *session_.state.snapshot;
  const bool couldNotBeBuilt = snapshot.state == train::RunState::failed && snapshot.step == 0;
  return snapshot.parameterCount > 0 && !couldNotBeBuilt;
}

bool RunSaver::hasUnsavedSteps() const {
  const AppState& state = session_.state;
  return !state.autosaveFolder.empty() && session_.run.isPresent() &&
         state.snapshot->step != state.autosavedStep &&
         state.snapshot->state != train::RunState::failed;
}

bool RunSaver::hasUnsavedExtras() const {
  if (session_.state.autosaveFolder.empty() || !session_.run.hasUnsavedExtras()) return false;
  // The weights of a run that went wrong must not take the place of good ones.
  const bool canBeSavedWhole =
      hasModel() && session_.state.snapshot->state != train::RunState::failed;
  return isAutosaved() || canBeSavedWhole;
}

bool RunSaver::isAutosaved() const {
  return session_.run.isPresent() && autosavedRun_ == session_.run.serial();
}

bool RunSaver::isWaiting() const { return hasUnsavedExtras(); }

void RunSaver::saveUnsaved() {
  nextExtrasSave_ = session_.setup.clock() + kExtrasInterval;
  // A save that is under way would bring older extras after these.
  if (hasUnsavedSteps() || !isAutosaved() || session_.run.awaitsCheckpoint())
    autosave();
  else
    writeExtras();
}

void RunSaver::autosave() {
  nextAutosave_ = session_.setup.clock() + kAutosaveInterval;
  session_.run.extrasAreSaved(true);
  const std::uint64_t run = session_.run.serial();
  session_.run.takeCheckpoint([this, run, family = familyOf_(run),
                               extras = session_.run.extras()](const CheckpointPtr& checkpoint) {
    if (checkpoint)
      writeAutosave(checkpoint, family, extras);
    else if (run == session_.run.serial())
      session_.run.extrasAreSaved(extras.empty());
  });
}

void RunSaver::writeExtras() {
  session_.run.extrasAreSaved(true);
  const std::filesystem::path folder = session_.state.autosaveFolder;
  session_.writes.add({folder,
                       [writer = writerOf(folder), extras = session_.run.extras()](Progress&) {
                         writer->saveExtras(extras);
                       },
                       {},
                       [this](const Failure& failure) { autosaveFailed(failure); }});
}

void RunSaver::autosaveFailed(const Failure& failure) {
  showFailure(session_.state, failure);
  // A disk that is full now would be complained of every half minute.
  session_.state.autosaveFolder.clear();
}

void RunSaver::writeAutosave(const CheckpointPtr& checkpoint, const io::RunFamily& family,
                             const io::Extras& extras) {
  AppState& state = session_.state;
  if (checkpoint->run == session_.run.serial()) state.autosavedStep = checkpoint->step;
  // The run before is set aside, so that a new one does not cost it; without a step it has cost
  // nobody anything.
  const bool isNew = std::exchange(autosavedRun_, checkpoint->run) != checkpoint->run;
  const bool wasUntrained = std::exchange(autosavedIsUntrained_, checkpoint->step == 0);
  const std::filesystem::path folder = state.autosaveFolder;
  session_.writes.add(
      {folder,
       saving(checkpoint, family, extras, folder,
              isNew && !wasUntrained ? runBeforeFolder(state) : std::filesystem::path()),
       {},
       [this](const Failure& failure) { autosaveFailed(failure); }});
}

void RunSaver::autosaveIfDue() {
  if (session_.run.awaitsCheckpoint() || session_.writes.busy()) return;
  const double now = session_.setup.clock();
  // A run that has stopped is saved at once: nothing more will come.
  const bool areStepsDue =
      hasUnsavedSteps() && (!isTraining(session_.state) || now >= nextAutosave_);
  if (areStepsDue || (hasUnsavedExtras() && now >= nextExtrasSave_)) saveUnsaved();
}

void RunSaver::autosaveBeforeEnd() {
  if (hasUnsavedSteps() || hasUnsavedExtras()) saveUnsaved();
}

void RunSaver::autosaveBeforeQuitting() {
  if (std::exchange(isQuitting_, true) || !(hasUnsavedSteps() || hasUnsavedExtras())) return;
  session_.workers.trainer.send(train::command::Pause{});
  saveUnsaved();
}

void RunSaver::goesOnFromAutosave() {
  autosavedRun_ = session_.run.serial();
  autosavedIsUntrained_ = session_.state.autosavedStep == 0;
}

void RunSaver::runBegan() { nextAutosave_ = session_.setup.clock() + kAutosaveInterval; }

}  // namespace latlas::app
