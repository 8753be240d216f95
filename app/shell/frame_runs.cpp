// The frame's part in several runs: forks, and what is kept beside the present run, also on the
// disk.
#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <utility>

#include "app/shell/frame.h"
#include "app/session/actions.h"

namespace latlas::app {
namespace {

// Of ui::classColour(): those that are neither the blue of training nor the orange of held-out
// losses, in an order that keeps the first few far apart.
constexpr std::array kRunColours{2, 6, 3, 7, 5, 8, 9};
int runColour(int number) {
  return kRunColours[static_cast<std::size_t>(number - 1) % kRunColours.size()];
}

// Far below what file systems allow, with the time behind it.
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

// What the window shows of a run that does not train.
std::shared_ptr<const train::Snapshot> snapshotOf(const train::Checkpoint& checkpoint,
                                                  std::uint64_t serial) {
  auto snapshot = std::make_shared<train::Snapshot>();
  snapshot->record() = checkpoint;
  snapshot->run = serial;
  snapshot->state = train::RunState::paused;
  return snapshot;
}

}  // namespace

void Frame::carryOut(const request::ForkRun&) {
  if (leaving_ || !isPresent() || state_.snapshot->step == 0) return;
  leaving_ = Leaving{run_, 0, isTraining(state_)};
  parts_.workers->trainer.send(train::command::Pause{});
  parts_.workers->trainer.send(train::command::TakeCheckpoint{});
}

void Frame::carryOut(const request::SwitchToRun& request) {
  if (leaving_ || findRun(request.run) == state_.comparedRuns.end()) return;
  // A run without a step has nothing to be kept.
  if (!isPresent() || state_.snapshot->step == 0) return goOnWith(request.run, false);
  leaving_ = Leaving{run_, request.run, isTraining(state_)};
  parts_.workers->trainer.send(train::command::Pause{});
  parts_.workers->trainer.send(train::command::TakeCheckpoint{});
}

void Frame::carryOut(const request::RemoveRun& request) {
  const auto run = findRun(request.run);
  if (run == state_.comparedRuns.end()) return;
  state_.status = run->folder.empty() ? "Removed " + run->name
                                      : run->name + " is off the list and stays in " +
                                            run->folder.string();
  kept_.erase(request.run);
  state_.comparedRuns.erase(run);
}

std::vector<ComparedRun>::iterator Frame::findRun(std::uint64_t run) {
  return std::ranges::find_if(state_.comparedRuns, [run](const ComparedRun& kept) {
    return kept.snapshot && kept.snapshot->run == run;
  });
}

void Frame::keepPresent(const std::shared_ptr<const train::Checkpoint>& checkpoint) {
  auto snapshot = std::make_shared<train::Snapshot>(*state_.snapshot);
  snapshot->record() = *checkpoint;
  snapshot->state = train::RunState::paused;
  kept_[snapshot->run] = checkpoint;
  const io::KeptLabel& label = state_.runLabel;
  std::filesystem::path folder = label.folder;
  if (folder.empty() && !state_.autosaveFolder.empty())
    folder = newKeptFolder(checkpoint->dataset->info().name);
  state_.comparedRuns.push_back({label, true, std::move(snapshot), folder});
  if (!folder.empty()) parts_.tasks->saveRun(checkpoint, familyOf(checkpoint->run), folder);
}

std::filesystem::path Frame::newKeptFolder(const std::string& dataset) {
  const std::filesystem::path wished =
      keptRunsFolder(state_) / keptName(dataset, state_.runLabel.name);
  std::filesystem::path folder = wished;
  for (int copy = 2; !keptFolders_.insert(folder).second; ++copy)
    folder = wished.string() + "-" + std::to_string(copy);
  return folder;
}

io::RunFamily Frame::familyOf(std::uint64_t run) {
  io::RunFamily family{state_.runLabel, {}};
  for (const ComparedRun& kept : state_.comparedRuns) {
    if (kept.snapshot->run == run) {
      family.label() = kept;
    } else if (!kept.folder.empty()) {
      family.relatives.push_back({{kept.folder}, kept});
    }
  }
  return family;
}

void Frame::takeFamily(const Opened& opened) {
  const io::RunFamily& family = opened.family;
  // In the place of the same run in the list, as it was kept before.
  std::erase_if(state_.comparedRuns, [&](const ComparedRun& run) {
    const bool isSame = !run.folder.empty() && run.folder == opened.source;
    if (isSame) kept_.erase(run.snapshot->run);
    return isSame;
  });
  const bool hasOwnFolder =
      std::filesystem::path(opened.source).parent_path() == keptRunsFolder(state_);
  if (hasOwnFolder) state_.runLabel.folder = opened.source;
  if (!family.name.empty()) state_.runLabel.label() = family;
  for (const OpenedRelative& relative : opened.relatives) {
    const bool isListed = std::ranges::any_of(state_.comparedRuns, [&](const ComparedRun& run) {
      return run.folder == relative.about.folder;
    });
    if (isListed) continue;
    const std::uint64_t serial = ++relativesTaken_;
    kept_[serial] = relative.checkpoint;
    state_.comparedRuns.push_back({freeName(relative.about.name), relative.about.colour, true,
                                   snapshotOf(*relative.checkpoint, serial),
                                   relative.about.folder});
  }
  // What the opened run is called may be taken by one of this session.
  state_.runLabel.name = freeName(std::exchange(state_.runLabel.name, {}));
}

std::string Frame::freeName(const std::string& wished) const {
  const auto isTaken = [&](const std::string& name) {
    return state_.runLabel.name == name ||
           std::ranges::any_of(state_.comparedRuns,
                               [&](const ComparedRun& run) { return run.name == name; });
  };
  std::string name = wished;
  for (int copy = 2; isTaken(name); ++copy) name = wished + " (" + std::to_string(copy) + ")";
  return name;
}

io::RunLabel Frame::nextLabel() {
  const auto isTaken = [this](const io::RunLabel& label) {
    return std::ranges::any_of(state_.comparedRuns, [&](const ComparedRun& run) {
      return run.name == label.name || run.colour == label.colour;
    });
  };
  // Behind as many as there are colours only the name counts.
  io::RunLabel label;
  do {
    ++runsNamed_;
    label = {"Run " + std::to_string(runsNamed_), runColour(runsNamed_)};
  } while (state_.comparedRuns.size() < kRunColours.size() && isTaken(label));
  label.name = freeName(label.name);
  return label;
}

void Frame::finishLeaving(const std::shared_ptr<const train::Checkpoint>& checkpoint) {
  if (!leaving_ || checkpoint->run != leaving_->run || !isPresent()) return;
  const Leaving leaving = *std::exchange(leaving_, std::nullopt);
  // Opening other data meanwhile has begun another run.
  if (leaving.run != run_) return;
  keepPresent(checkpoint);
  if (leaving.next != 0) return goOnWith(leaving.next, leaving.wasTraining);
  const std::string before = state_.runLabel.name;
  state_.runLabel = {{}, nextLabel()};
  beginRun(checkpoint->config, checkpoint, View::kept);
  if (leaving.wasTraining) parts_.workers->trainer.send(train::command::Start{});
  state_.status = before + " is kept as it is; " + state_.runLabel.name + " goes on from step " +
                  std::to_string(checkpoint->step);
}

void Frame::goOnWith(std::uint64_t run, bool start) {
  const auto kept = findRun(run);
  if (kept == state_.comparedRuns.end()) return;
  const auto checkpoint = kept_.at(run);
  const std::filesystem::path folder = kept->folder;
  state_.runLabel = {{}, *kept};
  state_.status = "Goes on with " + kept->name;
  kept_.erase(run);
  state_.comparedRuns.erase(kept);
  if (checkpoint->dataset && checkpoint->dataset != state_.dataset) {
    showDataset(
        {checkpoint->dataset->info().source, checkpoint->dataset, checkpoint, std::nullopt});
  } else {
    beginRun(checkpoint->config, checkpoint);
  }
  state_.runLabel.folder = folder;
  if (start) parts_.workers->trainer.send(train::command::Start{});
}

}  // namespace latlas::app
