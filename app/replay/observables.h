// What a script may wait for and expect: the state as named values.
// Threading: UI thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "app/session/state.h"

namespace latlas::app {

// One flat object. Some of its names: "state", "step", "epoch", "loss.train", "loss.held_out",
// "loss.held_out.first", "dataset.name", "dataset.count", "preview.step", "preview.mean",
// "preview.hash", "grid.count", "grid.hash", "map.count", "map.step", "z.0", "datasets.mnist"
// ("here"), "notice.title", "status", "opening", "runs" (kept beside the present one), "run.name",
// "lr", "beta", "batch", "seconds_per_step", "stop_reason". Absent while there is nothing to say.
nlohmann::json observables(const AppState& state);

// One of them as text; the others are not computed.
std::optional<std::string> observable(const AppState& state, std::string_view name);

}  // namespace latlas::app
