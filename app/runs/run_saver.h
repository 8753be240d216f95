// Writes runs into their folders: when the user asks, every half minute, when a run stops, before
// another takes its place, and two seconds after a text of the run was changed.
// Threading: UI thread; writing is the write queue's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

#include "app/session/opened.h"
#include "app/session/session.h"
#include "core/io/run_folder.h"

namespace latlas::app {

class RunSaver {
 public:
  RunSaver(Session& session, std::function<io::RunFamily(std::uint64_t run)> familyOf)
      : session_(session), familyOf_(std::move(familyOf)) {}

  // Of the present run, as the user asked.
  void saveAs(const std::filesystem::path& folder);
  // A run that is kept beside the present one; it is among the recent sources once it is written.
  void saveKept(const CheckpointPtr& checkpoint, const io::Extras& extras,
                const std::filesystem::path& folder);

  void autosaveIfDue();
  // Saves what would be lost when the run ends.
  void autosaveBeforeEnd();
  // The same before the program ends; does nothing the second time.
  void autosaveBeforeQuitting();
  // Something is saved soon, so the window must not sleep until then.
  bool isWaiting() const;

  void runBegan();
  // The present run is the one in the folder of autosaves: it is saved there without setting it
  // aside.
  void goesOnFromAutosave();

 private:
  // Whether there are weights to save.
  bool hasModel() const;
  bool hasUnsavedSteps() const;
  bool hasUnsavedExtras() const;
  // Whether the folder of autosaves has the present run, as it was some steps ago.
  bool isAutosaved() const;
  // The run, or its extras alone where nothing else is new.
  void saveUnsaved();
  void autosave();
  void writeExtras();
  void autosaveFailed(const Failure& failure);
  std::shared_ptr<io::RunWriter> writerOf(const std::filesystem::path& folder);
  void writeAutosave(const CheckpointPtr& checkpoint, const io::RunFamily& family,
                     const io::Extras& extras);
  // The work of a write. `setAside`: where a run that is in `folder` already is moved first; empty:
  // it is replaced.
  std::function<void(Progress&)> saving(const CheckpointPtr& checkpoint, io::RunFamily family,
                                        io::Extras extras, const std::filesystem::path& folder,
                                        std::filesystem::path setAside = {});

  Session& session_;
  std::function<io::RunFamily(std::uint64_t run)> familyOf_;
  // Of the folder that a run was saved into last: it knows what is there already. Used by one write
  // after the other.
  std::shared_ptr<io::RunWriter> writer_;
  double nextAutosave_ = 0.0, nextExtrasSave_ = 0.0;  // seconds, of the session's clock
  std::uint64_t autosavedRun_ = 0;
  bool autosavedIsUntrained_ = false;
  bool isQuitting_ = false;
};

}  // namespace latlas::app
