#include "core/train/changes.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/error.h"

namespace latlas::train {
namespace {

Error fault(std::string_view text, const std::string& expected, const std::string& found) {
  return Error("the change '" + std::string(text) + "': expected " + expected + ", found " + found);
}

std::vector<Change> bySteps(std::vector<Change> changes) {
  std::ranges::stable_sort(changes, {}, &Change::step);
  return changes;
}

// What the key was when the run had done `step` steps and what was changed there.
std::string valueAt(const Checkpoint& run, const std::string& key, std::int64_t step) {
  std::string value = model::keyValue(run.config, key);
  for (auto event = run.events.rbegin(); event != run.events.rend(); ++event)
    if (event->what == key && event->step > step) value = event->from;
  return value;
}

// Of the value, as a configuration prints it: "1e-3" is "0.001".
std::string normalized(const Change& change) {
  model::Config config;
  model::setKey(config, change.key, change.value);
  return model::keyValue(config, change.key);
}

}  // namespace

Change parseChange(std::string_view text) {
  const auto colon = text.find(':'), equals = text.find('=');
  if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon)
    throw fault(text, "STEP:KEY=VALUE, such as 2000:lr=0.0001", "no such form");
  Change change;
  const std::string_view step = text.substr(0, colon);
  const auto [end, status] = std::from_chars(step.data(), step.data() + step.size(), change.step);
  if (status != std::errc{} || end != step.data() + step.size() || change.step < 0)
    throw fault(text, "a whole number of steps of at least 0 before the colon",
                "'" + std::string(step) + "'");
  change.key = text.substr(colon + 1, equals - colon - 1);
  change.value = text.substr(equals + 1);
  model::Config config;
  model::setKey(config, change.key, change.value);
  if (!model::isLive(change.key))
    throw fault(text, "a key that may change while a run goes on",
                "'" + change.key + "', which decides what the run is; set it with " +
                    model::flagOf(change.key));
  return change;
}

std::string toString(const Change& change) {
  return std::to_string(change.step) + ":" + change.key + "=" + change.value;
}

std::vector<Change> changesLeft(const std::vector<Change>& changes, const Checkpoint& run) {
  std::vector<Change> left;
  for (const Change& change : bySteps(changes)) {
    if (change.step >= run.step)
      left.push_back(change);
    else if (valueAt(run, change.key, change.step) != normalized(change))
      throw fault(toString(change),
                  "a step of at least " + std::to_string(run.step) + ", which the run has come to",
                  std::to_string(change.step) + ", where '" + change.key + "' was " +
                      valueAt(run, change.key, change.step));
  }
  return left;
}

void requirePossible(std::vector<Change> changes, model::Config config, const data::Shape& shape) {
  changes = bySteps(std::move(changes));
  for (std::size_t i = 0; i < changes.size(); ++i) {
    model::setKey(config, changes[i].key, changes[i].value);
    if (i + 1 < changes.size() && changes[i + 1].step == changes[i].step) continue;
    try {
      model::validate(config, shape);
    } catch (const Error& error) {
      throw Error("the change '" + toString(changes[i]) + "': " + error.what());
    }
  }
}

PlannedRun::PlannedRun(std::vector<Change> changes) : changes_(bySteps(std::move(changes))) {}

std::vector<Command> PlannedRun::next(const Snapshot& now) {
  if (now.failure) return {};
  std::vector<Command> commands;
  const auto due =
      std::ranges::find_if(changes_, [&](const Change& change) { return change.step > now.step; });
  if (due != changes_.begin()) {
    command::SetKeys set;
    for (auto change = changes_.begin(); change != due; ++change)
      set.values.emplace_back(change->key, change->value);
    commands.emplace_back(std::move(set));
    changes_.erase(changes_.begin(), due);
    isSteered_ = true;
    return commands;
  }
  if (!changes_.empty()) {
    commands.emplace_back(command::Step{changes_.front().step - now.step});
    return commands;
  }
  // Starting a run that has reached its goal would double the goal.
  const int epochs = now.config.train.epochs;
  if (std::exchange(isSteered_, false) && !(epochs > 0 && now.epoch >= epochs))
    commands.emplace_back(command::Start{});
  return commands;
}

}  // namespace latlas::train
