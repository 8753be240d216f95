#include "app/session/run_session.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "app/session/facts.h"

namespace latlas::app {

void RunSession::open(const Opened& opened) {
  RunStart start{configFor(*opened.dataset), opened.checkpoint, View::anew, opened.extras};
  if (opened.checkpoint) start.config = opened.checkpoint->config;
  show(opened.dataset, std::move(start));
  listeners_.sourceOpened(opened);
  if (!opened.missingExtras.empty())
    showFailure(state_,
                {"read " + opened.missingExtras.front() + " of the run in " + opened.source,
                 "It belongs to the run by its run.json and cannot be read. The run goes on "
                 "without it."});
}

// What vectors did not allow comes back with the next images, unless the user chose anew.
model::Config RunSession::configFor(const data::Dataset& dataset) {
  model::Config config = state_.draft;
  if (dataset.info().shape.kind != data::Kind::images) return config;
  if (suited_ && suited_->second == config.model) config.model = suited_->first;
  suited_.reset();
  return config;
}

void RunSession::show(data::DatasetPtr dataset, RunStart start) {
  state_.dataset = std::move(dataset);
  listeners_.dataShown();
  begin(std::move(start));
}

void RunSession::begin(RunStart start) {
  if (!state_.dataset) return;
  const model::ModelConfig wished = start.config.model;
  model::suitTo(start.config.model, state_.dataset->info().shape);
  if (start.config.model != wished) suited_ = {wished, start.config.model};
  // The trainer answers in order, so what is asked of it now is still of the run that ends.
  listeners_.runEnds();
  ++serial_;
  state_.draft = start.config;
  state_.fieldFaults.clear();
  state_.autosavedStep = start.checkpoint ? start.checkpoint->step : 0;
  // What a run without steps has gathered is saved nowhere yet.
  hasUnsavedExtras_ = !start.extras.empty() && !start.checkpoint;
  extras_ = std::move(start.extras);
  trainer_.send(train::command::Load{serial_, state_.dataset, start.config,
                                     std::move(start.checkpoint)});
  listeners_.runBegan(start.config, start.view);
}

void RunSession::beginFromDraft() {
  const bool isUntrained = !isPresent() || state_.snapshot->step == 0;
  begin({state_.draft, nullptr, View::anew, isUntrained ? extras_ : io::Extras{}});
}

void RunSession::setExtra(const std::string& name, std::string text) {
  const auto found = extras_.find(name);
  if (found == extras_.end() ? text.empty() : found->second == text) return;
  if (text.empty())
    extras_.erase(name);
  else
    extras_[name] = std::move(text);
  hasUnsavedExtras_ = true;
}

void RunSession::takeCheckpoint(std::function<void(const CheckpointPtr&)> then) {
  awaiting_.push_back({serial_, std::move(then)});
  trainer_.send(train::command::TakeCheckpoint{});
}

void RunSession::takeArrivals() {
  if (auto snapshot = trainer_.snapshots().readNewer(seenSnapshot_))
    takeSnapshot(std::move(snapshot));
  if (const auto checkpoint = trainer_.checkpoints().readNewer(seenCheckpoint_))
    answer(checkpoint->run, checkpoint);
  // The trainer publishes in order: of a run before the one that is shown nothing will come.
  if (isPresent()) answer(serial_ - 1, nullptr);
}

void RunSession::answer(std::uint64_t run, const CheckpointPtr& checkpoint) {
  // Of an older run none can come any more.
  const auto isOver = [run](const Awaiting& one) { return one.run <= run; };
  const auto over = std::stable_partition(awaiting_.begin(), awaiting_.end(), std::not_fn(isOver));
  const std::vector<Awaiting> answered(std::make_move_iterator(over),
                                       std::make_move_iterator(awaiting_.end()));
  awaiting_.erase(over, awaiting_.end());
  for (const Awaiting& one : answered) one.then(one.run == run ? checkpoint : nullptr);
}

void RunSession::takeSnapshot(std::shared_ptr<const train::Snapshot> snapshot) {
  if (snapshot->run != serial_) return;
  const bool wasFinished = isPresent() && state_.snapshot->state == train::RunState::finished;
  state_.snapshot = std::move(snapshot);
  if (!wasFinished && state_.snapshot->state == train::RunState::finished &&
      !state_.snapshot->stopReason.empty())
    state_.status = "Finished: " + state_.snapshot->stopReason;
  figures_.imagesPerSecond(state_.snapshot->imagesPerSecond);
  const bool hasNoModel =
      state_.snapshot->state == train::RunState::failed && state_.snapshot->step == 0;
  if (hasNoModel) answer(serial_, nullptr);
  const std::uint64_t serial = state_.snapshot->failureSerial;
  if (state_.snapshot->failure && std::exchange(seenFailure_, serial) != serial)
    takeFailure(*state_.snapshot->failure);
}

void RunSession::takeFailure(const Failure& failure) {
  showFailure(state_, failure);
  if (failure.task == train::command::kTakeCheckpointTask) answer(serial_, nullptr);
}

}  // namespace latlas::app
