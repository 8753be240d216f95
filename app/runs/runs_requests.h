// What only the wing of runs asks for.
// Threading: UI thread.
#pragma once

#include <cstdint>
#include <filesystem>

namespace latlas::app::request {

struct ForkRun {};  // keeps the run and goes on with a second one
struct SwitchToRun {
  std::uint64_t run;  // of AppState::comparedRuns: goes on with it
};
struct RemoveRun {
  std::uint64_t run;
};
struct CopyCommandLine {};  // that repeats the run, to the clipboard
struct BrowseForSaveRun {};
struct SaveRun {
  std::filesystem::path folder;
};

}  // namespace latlas::app::request
