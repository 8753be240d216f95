// How the window calls configuration keys and the names that they take.
// Threading: any.
#pragma once

#include <string>
#include <string_view>

#include "core/model/config.h"

namespace latlas::app {

// "lr" -> "learning rate".
std::string keyTitle(std::string_view key);

// "leaky_relu" -> "leaky ReLU".
std::string nameTitle(std::string_view key, std::string_view name);

// Throws Error for an unknown one.
model::Objective objectiveNamed(std::string_view name);

// The defaults with the objective and the architecture of `config`.
const model::Config& defaultsFor(const model::Config& config);

// What the key does, what it may be, its default with the objective and architecture of `config`.
std::string keyTooltip(const model::Config& config, std::string_view key);

}  // namespace latlas::app
