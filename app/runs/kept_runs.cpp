#include "app/runs/kept_runs.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <memory>
#include <utility>

#include "app/session/facts.h"

namespace latlas::app {
namespace {

// Of ui::classColour(): those that are neither the blue of training nor the orange of held-out
// losses, in an order that keeps the first few far apart.
constexpr std::array kRunColours{2, 6, 3, 7, 5, 8, 9};
int runColour(int number) {
  return kRunColours[static_cast<std::size_t>(number - 1) % kRunColours.size()];
}

// Far below what file systems allow; the time follows.
constexpr std::size_t kLongestName = 100;

// "MNIST-Run-1-20240131-235959": what the user would look for.
std::string keptName(const std::string& dataset, const std::string& run) {
  std::string name = (dataset + "-" + run).substr(0, kLongestName);
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.' && c != '_') c = '-';
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 32> time{};
  std::strftime(time.data(), time.size(), "-%Y%m%d-%H%M%S", &local);
  return name + time.data();
}

// The label alone of what is more than that.
const io::RunLabel& labelOf(const io::RunLabel& of) { return of; }

// What the window shows of a run that does not train: `snapshot`, as the run is in the checkpoint.
std::shared_ptr<const train::Snapshot> snapshotOf(const train::Checkpoint& checkpoint,
                                                  train::Snapshot snapshot) {
  const std::uint64_t serial = snapshot.run;
  snapshot.record() = checkpoint.record();
  snapshot.run = serial;
  snapshot.state = train::RunState::paused;
  return std::make_shared<const train::Snapshot>(std::move(snapshot));
}

}  // namespace

KeptRuns::Listed KeptRuns::find(std::uint64_t run) const {
  return std::ranges::find_if(session_.state.comparedRuns, [run](const ComparedRun& listed) {
    return listed.snapshot && listed.snapshot->run == run;
  });
}

bool KeptRuns::has(std::uint64_t run) const {
  return find(run) != session_.state.comparedRuns.end();
}

std::filesystem::path KeptRuns::keepPresent(const CheckpointPtr& checkpoint) {
  AppState& state = session_.state;
  kept_[checkpoint->run] = {checkpoint, session_.run.extras()};
  std::filesystem::path folder = state.runLabel.folder;
  if (folder.empty() && !state.autosaveFolder.empty())
    folder = newFolder(checkpoint->dataset->info().name);
  state.comparedRuns.push_back({labelOf(state.runLabel), true,
                                snapshotOf(*checkpoint, *state.snapshot), folder});
  return folder;
}

std::optional<KeptRun> KeptRuns::take(std::uint64_t run) {
  const auto listed = find(run);
  if (listed == session_.state.comparedRuns.end()) return std::nullopt;
  Kept kept = std::move(kept_.at(run));
  KeptRun taken{
      {{listed->folder}, labelOf(*listed)}, std::move(kept.checkpoint), std::move(kept.extras)};
  kept_.erase(run);
  session_.state.comparedRuns.erase(listed);
  return taken;
}

void KeptRuns::remove(std::uint64_t run) {
  const auto listed = find(run);
  if (listed == session_.state.comparedRuns.end()) return;
  session_.state.status = listed->folder.empty() ? "Removed " + listed->name
                                                 : listed->name + " is off the list and stays in " +
                                                       listed->folder.string();
  kept_.erase(run);
  session_.state.comparedRuns.erase(listed);
}

std::filesystem::path KeptRuns::newFolder(const std::string& dataset) {
  const std::filesystem::path wished =
      keptRunsFolder(session_.state) / keptName(dataset, session_.state.runLabel.name);
  std::filesystem::path folder = wished;
  for (int copy = 2; !folders_.insert(folder).second; ++copy)
    folder = wished.string() + "-" + std::to_string(copy);
  return folder;
}

io::RunFamily KeptRuns::familyOf(std::uint64_t run) const {
  const AppState& state = session_.state;
  io::RunFamily family{labelOf(state.runLabel), {}};
  for (const ComparedRun& listed : state.comparedRuns) {
    if (listed.snapshot->run == run) {
      family.label() = labelOf(listed);
    } else if (!listed.folder.empty()) {
      family.relatives.push_back({{listed.folder}, labelOf(listed)});
    }
  }
  return family;
}

void KeptRuns::takeFamily(const Opened& opened) {
  AppState& state = session_.state;
  const io::RunFamily& family = opened.family;
  // In the place of the same run in the list, as it was kept before.
  std::erase_if(state.comparedRuns, [&](const ComparedRun& listed) {
    const bool isSame = !listed.folder.empty() && listed.folder == opened.source;
    if (isSame) kept_.erase(listed.snapshot->run);
    return isSame;
  });
  const bool hasOwnFolder =
      std::filesystem::path(opened.source).parent_path() == keptRunsFolder(state);
  if (hasOwnFolder) state.runLabel.folder = opened.source;
  if (!family.name.empty()) state.runLabel.label() = labelOf(family);
  for (const OpenedRelative& relative : opened.relatives) {
    const bool isListed = std::ranges::any_of(state.comparedRuns, [&](const ComparedRun& listed) {
      return listed.folder == relative.about.folder;
    });
    if (isListed) continue;
    train::Snapshot snapshot;
    snapshot.run = ++relativesTaken_;
    kept_[snapshot.run] = {relative.checkpoint, relative.extras};
    state.comparedRuns.push_back({{freeName(relative.about.name), relative.about.colour},
                                  true,
                                  snapshotOf(*relative.checkpoint, std::move(snapshot)),
                                  relative.about.folder});
  }
  // What the opened run is called may be taken by one of this session.
  state.runLabel.name = freeName(std::exchange(state.runLabel.name, {}));
}

std::string KeptRuns::freeName(const std::string& wished) const {
  const AppState& state = session_.state;
  const auto isTaken = [&](const std::string& name) {
    return state.runLabel.name == name ||
           std::ranges::any_of(state.comparedRuns,
                               [&](const ComparedRun& listed) { return listed.name == name; });
  };
  std::string name = wished;
  for (int copy = 2; isTaken(name); ++copy) name = wished + " (" + std::to_string(copy) + ")";
  return name;
}

io::RunLabel KeptRuns::nextLabel() {
  const std::vector<ComparedRun>& listed = session_.state.comparedRuns;
  const auto isTaken = [&](const io::RunLabel& label) {
    return std::ranges::any_of(listed, [&](const ComparedRun& run) {
      return run.name == label.name || run.colour == label.colour;
    });
  };
  // With more runs than there are colours only the name counts.
  io::RunLabel label;
  do {
    ++runsNamed_;
    label = {"Run " + std::to_string(runsNamed_), runColour(runsNamed_)};
  } while (listed.size() < kRunColours.size() && isTaken(label));
  label.name = freeName(label.name);
  return label;
}

}  // namespace latlas::app
