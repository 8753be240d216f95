// The networks on LibTorch, behind model::Reader and model::Learner.
#pragma once

#include <memory>
#include <string>

#include "core/model/learner.h"

namespace latlas::model {

// Both throw Error for a network that cannot be built or a device that is not there.
std::unique_ptr<Reader> makeTorchReader(const ReaderRequest& request);
std::unique_ptr<Learner> makeTorchLearner(const LearnerRequest& request);
ModelFactory torchModels();

// "LibTorch 1.13.1, CPU" - for --version, run.json and the about box.
std::string torchVersion();

}  // namespace latlas::model
