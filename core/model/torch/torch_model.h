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

// The threads that `0` stands for on this machine: 1 for inference; for training 1 unless more than
// two cores are there and the process was started with OMP_WAIT_POLICY=passive.
int chosenThreads(const ModelSpec& spec, Purpose purpose);

}  // namespace latlas::model
