// What panels ask for. A panel draws, changes AppState and pushes requests; the frame carries
// them out behind the panels. What follows from state alone (the decoded image follows
// traverse.z, the sheet follows its scroll position) needs no request.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "app/session/state.h"

namespace latlas::app {

namespace request {
// Whether the user is asked how a source is to be opened.
enum class Ask { whenNeeded, always, never };     // whenNeeded: it is large or ambiguous
struct BrowseForDataset { Ask ask = Ask::whenNeeded; };  // shows the file browser
struct OpenDataset {
  std::string source;
  data::OpenOptions options{};
  Ask ask = Ask::whenNeeded;
};
struct CancelOpening {};
struct ReadCatalogue {};                          // of the datasets to download
struct FetchDataset { std::string key; };         // a catalogue's
struct CancelFetch { std::string key; };
struct StartTraining {};                          // or goes on after a pause
struct PauseTraining {};
struct Step { std::int64_t steps = 1; };          // so many batches, then a pause
struct FinishEpoch {};                            // to the end of the epoch at hand, then a pause
struct ResetTraining {};                          // a new model from the draft
// A live key (model::isLive), as model::setKey reads it; also while training.
struct SetKey { std::string key, value; };
struct SetPace { double secondsPerStep; };        // slow motion; 0: full speed
struct ForkRun {};                                // keeps the run and goes on with a second one
struct SwitchToRun { std::uint64_t run; };        // of AppState::comparedRuns: goes on with it
struct RemoveRun { std::uint64_t run; };
struct CopyCommandLine {};                        // that repeats the run, to the clipboard
struct BrowseForExport { GridKind grid; int cell; };  // cell: pixels a side of one image
struct ExportGrid { GridKind grid; int cell; std::filesystem::path path; };
struct BrowseForChartPicture {};                  // of the Losses panel
struct ExportChartPicture { std::filesystem::path path; };
struct BrowseForHistory {};
struct ExportHistory { std::filesystem::path path; };
struct BrowseForSaveRun {};
struct SaveRun { std::filesystem::path folder; };
struct SetTheme { ui::Theme theme; };
struct SetScale { float scale; };                 // 0: the monitor's
struct Quit {};
}  // namespace request

using Request = std::variant<request::BrowseForDataset, request::OpenDataset,
                             request::CancelOpening, request::ReadCatalogue,
                             request::FetchDataset, request::CancelFetch,
                             request::StartTraining,
                             request::PauseTraining, request::Step, request::FinishEpoch,
                             request::ResetTraining, request::SetKey, request::SetPace,
                             request::ForkRun, request::SwitchToRun, request::RemoveRun,
                             request::CopyCommandLine,
                             request::BrowseForExport, request::ExportGrid,
                             request::BrowseForChartPicture, request::ExportChartPicture,
                             request::BrowseForHistory, request::ExportHistory,
                             request::BrowseForSaveRun, request::SaveRun, request::SetTheme,
                             request::SetScale, request::Quit>;
using Requests = std::vector<Request>;

}  // namespace latlas::app
