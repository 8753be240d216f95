// How a run is called, in which colour it is drawn beside others, and where it is kept.
#pragma once

#include <filesystem>
#include <string>

namespace latlas::io {

struct RunLabel {
  std::string name;
  int colour = 0;  // a number for a palette

  // The label alone of what is more than that, to be assigned as a whole.
  RunLabel& label() { return *this; }

  bool operator==(const RunLabel&) const = default;
};

struct RunPlace {
  std::filesystem::path folder;  // a RUN, which may be gone by now; empty: none

  bool operator==(const RunPlace&) const = default;
};

// A run by name, with the folder that it is kept in.
struct KeptLabel : RunPlace, RunLabel {
  bool operator==(const KeptLabel&) const = default;
};

}  // namespace latlas::io
