#include "core/train/continuation.h"

#include "core/base/error.h"

namespace latlas::train {

void requireSameRun(const model::Config& saved, const model::Config& wanted) {
  for (const std::string& key : model::configKeys()) {
    if (model::isLive(key) || key == "threads" || key == "device") continue;
    const std::string before = model::keyValue(saved, key), after = model::keyValue(wanted, key);
    if (before == after) continue;
    throw Error("'" + key + "' cannot change in a resumed run: it is " +
                (before.empty() ? "none" : before) + ". Train a new run for " +
                (after.empty() ? "none" : after));
  }
}

std::vector<Event> changesBetween(const model::Config& before, const model::Config& after,
                                  std::int64_t step, double seconds) {
  std::vector<Event> events;
  for (const std::string& key : model::configKeys()) {
    if (!model::isLive(key)) continue;
    std::string from = model::keyValue(before, key), to = model::keyValue(after, key);
    if (from != to) events.push_back({step, key, std::move(from), std::move(to), seconds});
  }
  return events;
}

}  // namespace latlas::train
