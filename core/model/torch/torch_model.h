// The networks on LibTorch, behind model::Model.
#pragma once

#include <memory>
#include <string>

#include "core/model/model.h"

namespace latlas::model {

// Throws Error for a network that cannot be built or a device that is not there.
std::unique_ptr<Model> makeTorchModel(const ModelRequest& request);

// "LibTorch 1.13.1, CPU" - for --version, run.json and the about box.
std::string torchVersion();

}  // namespace latlas::model
