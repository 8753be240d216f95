// How many threads the numerical libraries use.
#pragma once

namespace latlas::model {

// Sets them for models that run on the calling thread. The libraries' threads belong partly to
// the process, so a model that only infers leaves those of a learning one alone.
void useThreads(int count, bool forTraining);

}  // namespace latlas::model
