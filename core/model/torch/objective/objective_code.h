// What of an objective is arithmetic: a row each, of functions that stand in files of their own.
// Threading: constants; any thread.
#pragma once

#include "core/model/torch/objective/terms.h"

namespace latlas::model {

struct ObjectiveCode {
  Objective objective;
  // What the decoder's outputs cost; by several threads at once.
  OutputLosses (*ofOutputs)(const OutputTask&) = plainReconstruction;
  // Adds all else; null: there is nothing.
  void (*addTerms)(const TermTask&) = nullptr;
};

const ObjectiveCode& codeOf(Objective objective);

}  // namespace latlas::model
