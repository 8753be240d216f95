// The present run among others: forks, switching between runs, and saving them.
// Threading: UI thread; never waits for the trainer or a disk.
#pragma once

#include <cstdint>
#include <optional>

#include "app/runs/kept_runs.h"
#include "app/runs/run_saver.h"
#include "app/runs/runs_requests.h"
#include "app/session/opened.h"
#include "app/session/session.h"
#include "app/session/wing.h"

namespace latlas::app {

class RunsController {
 public:
  static const Wing& wing();
  using CarriesOut =
      RequestKinds<request::ForkRun, request::SwitchToRun, request::RemoveRun,
                   request::CopyCommandLine, request::BrowseForSaveRun, request::SaveRun>;

  explicit RunsController(Session& session)
      : session_(session),
        kept_(session),
        saver_(session, [this](std::uint64_t run) { return kept_.familyOf(run); }) {}

  // Called after the wing of datasets: where that has replaced the run, runEnds() has asked for its
  // last save.
  void takeArrivals() { saver_.autosaveIfDue(); }
  void carryOut(const request::ForkRun&);
  void carryOut(const request::SwitchToRun& wish);
  void carryOut(const request::RemoveRun& wish) { kept_.remove(wish.run); }
  void carryOut(const request::CopyCommandLine&);
  void carryOut(const request::BrowseForSaveRun&);
  void carryOut(const request::SaveRun& wish) { saver_.saveAs(wish.folder); }
  void beforeQuitting() { saver_.autosaveBeforeQuitting(); }
  bool isWaiting() const { return saver_.isWaiting(); }

  void dataShown();
  void runEnds() { saver_.autosaveBeforeEnd(); }
  void runBegan(const model::Config& config, View view);
  void sourceOpened(const Opened& opened);

 private:
  // The present run is about to make room for another, once its checkpoint is there.
  struct Leaving {
    std::uint64_t run = 0;   // that leaves
    std::uint64_t next = 0;  // the kept run to go on with; 0: a fork
    bool wasTraining = false;
  };
  void leaveFor(std::uint64_t next);
  void finishLeaving(const Leaving& leaving, const CheckpointPtr& checkpoint);
  void fork(const CheckpointPtr& checkpoint);
  void goOnWith(std::uint64_t run);
  void startTraining() { session_.workers.trainer.send(train::command::Start{}); }

  Session& session_;
  KeptRuns kept_;
  RunSaver saver_;
  std::optional<Leaving> leaving_;
};

}  // namespace latlas::app
