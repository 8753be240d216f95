// How fast a model learns here, as far as it needs to be known to choose its threads.
#pragma once

#include "core/model/learner.h"

namespace latlas::model {

// Samples a second by training steps on one batch of noise, the best of a few short rounds, as other
// programs only slow one down. The learner is another one afterwards. Takes 0.2 s.
double stepRate(Learner& learner, int batch);

}  // namespace latlas::model
