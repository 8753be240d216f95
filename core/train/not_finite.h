// What a user reads when a loss or a gradient is not finite.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/model/config.h"

namespace latlas::train {

// `what`: StepResult::notFinite of step `step`; `restored`: the step whose weights the model has
// again, if any. Names the step, the term or tensor, and what to change.
std::string notFiniteMessage(const model::Config& config, const std::string& what,
                             std::int64_t step, std::optional<std::int64_t> restored);

}  // namespace latlas::train
