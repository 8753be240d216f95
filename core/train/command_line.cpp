#include "core/train/command_line.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/train/changes.h"

namespace latlas::train {
namespace {

// A run, as a command says it.
struct Story {
  model::Config config;  // at the beginning
  std::vector<Change> changes;
};

Story storyOf(const Snapshot& run) {
  Story story{run.config, {}};
  for (auto event = run.events.rbegin(); event != run.events.rend(); ++event) {
    const Change change{event->step, event->what, event->to};
    try {
      parseChange(toString(change));
      model::setKey(story.config, event->what, event->from);
    } catch (const Error&) {
      continue;  // of a key that another version of the program had
    }
    story.changes.insert(story.changes.begin(), change);
  }
  return story;
}

// Whether the epochs do more than to say where the run ends: a cosine takes all of them to fall.
bool epochsSteer(const Story& story) {
  return story.config.train.rateSchedule == model::RateSchedule::cosine ||
         std::ranges::any_of(story.changes, [](const Change& change) {
           return change.key == "epochs" ||
                  (change.key == "lr_schedule" && change.value == "cosine");
         });
}

// In the window one trains until one has seen enough, or on behind the end: the command trains as
// far as that was.
void setEnd(Story& story, const Snapshot& run) {
  const int epochs = run.config.train.epochs;
  if (epochs > 0 && run.epoch <= epochs) return;
  const int end = std::max(1, static_cast<int>(std::ceil(run.epoch)));
  if (epochsSteer(story))
    story.changes.push_back({run.step, "epochs", std::to_string(end)});
  else
    story.config.train.epochs = end;
}

}  // namespace

std::string shellQuoted(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=+@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos)
    return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

std::string commandLineOf(const model::Config& config, std::string_view datasetSource,
                          std::string_view out, const data::OpenOptions& opening) {
  std::string line = "latlas train " + shellQuoted(datasetSource) + " --out " + shellQuoted(out);
  const auto add = [&line](const std::string& key, const std::string& value) {
    // A number below 0 would read as a flag.
    line += " " + model::flagOf(key) + (value[0] == '-' ? "=" : " ") + shellQuoted(value);
  };
  for (const auto& [key, value] : data::toValues(opening)) add(key, value);
  model::Config written;  // what the line says so far
  const auto write = [&](const std::string& key) {
    std::string value = model::keyValue(config, key);
    if (!model::isUsed(config, key) || model::keyValue(written, key) == value) return;
    if (value.empty()) value = "none";
    model::setKey(written, key, value);
    add(key, value);
  };
  // First, as on reading: these bring defaults along.
  write("model");
  write("objective");
  for (const std::string& key : model::configKeys()) write(key);
  return line;
}

std::string commandLineOf(const Snapshot& run, std::string_view datasetSource, std::string_view out,
                          const data::OpenOptions& opening) {
  Story story = storyOf(run);
  setEnd(story, run);
  if (story.config.train.threads == 0) story.config.train.threads = run.threads;
  std::string line = commandLineOf(story.config, datasetSource, out, opening);
  for (const Change& change : story.changes) line += " --change " + shellQuoted(toString(change));
  return line;
}

}  // namespace latlas::train
