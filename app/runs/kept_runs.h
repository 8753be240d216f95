// The runs that are kept beside the present one: what they go on with, how they and the present run
// are called, and where they are saved.
// Threading: UI thread.
// Owns: the checkpoints of the kept runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/session/session.h"

namespace latlas::app {

// A run on its way back from the list.
struct KeptRun {
  io::KeptLabel label;
  CheckpointPtr checkpoint;
  io::Extras extras;
};

class KeptRuns {
 public:
  explicit KeptRuns(Session& session) : session_(session) {}

  bool has(std::uint64_t run) const;
  // Puts the present run on the list, as it is in the checkpoint, and gives the folder that it is to
  // be saved into; empty: none.
  std::filesystem::path keepPresent(const CheckpointPtr& checkpoint);
  // Takes a run off the list to go on with it.
  std::optional<KeptRun> take(std::uint64_t run);
  // Takes a run off the list for good; its folder stays.
  void remove(std::uint64_t run);
  // An opened run brings its name and those beside it.
  void takeFamily(const Opened& opened);

  // How the run is called, and which others have folders.
  io::RunFamily familyOf(std::uint64_t run) const;
  // A name and a colour that no run has.
  io::RunLabel nextLabel();

 private:
  using Listed = std::vector<ComparedRun>::iterator;
  Listed find(std::uint64_t run) const;
  std::filesystem::path newFolder(const std::string& dataset);
  std::string freeName(const std::string& wished) const;

  struct Kept {
    CheckpointPtr checkpoint;
    io::Extras extras;
  };
  Session& session_;
  std::map<std::uint64_t, Kept> kept_;       // by Snapshot::run
  std::set<std::filesystem::path> folders_;  // that were begun
  int runsNamed_ = 1;
  // Serials of kept runs that were read from their folders; those of the trainer never come so far.
  std::uint64_t relativesTaken_ = std::uint64_t{1} << 63;
};

}  // namespace latlas::app
