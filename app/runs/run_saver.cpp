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
  if (!session_.run.isPresent() || session_.state.snapshot->parameterCount == 0)
    return showFailure(session_.state,
                       {"save " + folder.string(),
                        "There is no model yet. Open data first; a model that could not be built "
                        "is mended in the Model panel."});
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
  if (!writer_ || writer_->folder() != folder) writer_ = std::make_shared<io::RunWriter>(folder);
  return [checkpoint, family = std::move(family), extras = std::move(extras), folder,
          setAside = std::move(setAside), writer = writer_](Progress&) {
    if (!setAside.empty() && io::isRunFolder(folder)) {
      std::error_code ignored;  // at worst the run before is replaced
      std::filesystem::remove_all(setAside, ignored);
      std::filesystem::rename(folder, setAside, ignored);
    }
    writer->save({*checkpoint, io::recordOf(*checkpoint->dataset), {}, family, extras});
    releaseFreedMemory();
  };
}

bool RunSaver::hasUnsavedSteps() const {
  const AppState& state = session_.state;
  return !state.autosaveFolder.empty() && session_.run.isPresent() &&
         state.snapshot->step != state.autosavedStep &&
         state.snapshot->state != train::RunState::failed;
}

bool RunSaver::hasUnsavedExtras() const {
  return !session_.state.autosaveFolder.empty() && session_.run.hasUnsavedExtras() &&
         session_.run.isPresent() && session_.state.snapshot->parameterCount > 0;
}

bool RunSaver::isWaiting() const { return hasUnsavedExtras(); }

void RunSaver::autosave() {
  const double now = session_.setup.clock();
  nextAutosave_ = now + kAutosaveInterval;
  nextExtrasSave_ = now + kExtrasInterval;
  session_.run.extrasAreSaved();
  session_.run.takeCheckpoint([this, family = familyOf_(session_.run.serial()),
                               extras = session_.run.extras()](const CheckpointPtr& checkpoint) {
    if (checkpoint) writeAutosave(checkpoint, family, extras);
  });
}

void RunSaver::writeAutosave(const CheckpointPtr& checkpoint, const io::RunFamily& family,
                             const io::Extras& extras) {
  AppState& state = session_.state;
  if (checkpoint->run == session_.run.serial()) state.autosavedStep = checkpoint->step;
  // The run before is set aside, so that a new one does not cost it.
  const bool isNew = std::exchange(autosavedRun_, checkpoint->run) != checkpoint->run;
  const std::filesystem::path folder = state.autosaveFolder;
  session_.writes.add({folder,
                       saving(checkpoint, family, extras, folder,
                              isNew ? runBeforeFolder(state) : std::filesystem::path()),
                       {},
                       [this](const Failure& failure) {
                         showFailure(session_.state, failure);
                         // A disk that is full now would be complained of every half minute.
                         session_.state.autosaveFolder.clear();
                       }});
}

void RunSaver::autosaveIfDue() {
  if (session_.run.awaitsCheckpoint() || session_.writes.busy()) return;
  const double now = session_.setup.clock();
  // A run that has stopped is saved at once: nothing more will come.
  const bool areStepsDue =
      hasUnsavedSteps() && (!isTraining(session_.state) || now >= nextAutosave_);
  if (areStepsDue || (hasUnsavedExtras() && now >= nextExtrasSave_)) autosave();
}

void RunSaver::autosaveBeforeEnd() {
  if (hasUnsavedSteps() || hasUnsavedExtras()) autosave();
}

void RunSaver::autosaveBeforeQuitting() {
  if (std::exchange(isQuitting_, true) || !(hasUnsavedSteps() || hasUnsavedExtras())) return;
  session_.workers.trainer.send(train::command::Pause{});
  autosave();
}

void RunSaver::runBegan() { nextAutosave_ = session_.setup.clock() + kAutosaveInterval; }

}  // namespace latlas::app
