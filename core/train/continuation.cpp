#include "core/train/continuation.h"

#include <algorithm>
#include <utility>

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

void addChanges(std::vector<Event>& events, const model::Config& before, const model::Config& after,
                std::int64_t step, double seconds) {
  for (const std::string& key : model::configKeys()) {
    if (!model::isLive(key)) continue;
    std::string from = model::keyValue(before, key), to = model::keyValue(after, key);
    if (from == to) continue;
    const auto same = std::ranges::find_if(events, [&](const Event& event) {
      return event.step == step && event.what == key;
    });
    if (same == events.end())
      events.push_back({step, key, std::move(from), std::move(to), seconds});
    else if (same->from == to)
      events.erase(same);
    else
      same->to = std::move(to);
  }
}

}  // namespace latlas::train
