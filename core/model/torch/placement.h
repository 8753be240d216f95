// Where a model computes: the device, and how many threads do what.
#pragma once

#include <c10/core/Device.h>

#include "core/model/learner.h"
#include "core/model/torch/threads/thread_choice.h"
#include "core/model/torch/threads/threads.h"

namespace latlas::model {

struct Placement {
  c10::Device device;
  ThreadChoice threads;
  // Of the network, that share a batch by its rows: one a thread where the layers allow it, else
  // one, whose loops and products the libraries share.
  int replicas = 1;
  LibraryThreads library;
};

// To be called before the calling thread has others; see flushDenormals(). Asks the machine, where
// the request leaves the number of threads open. Throws Error where the device is not there.
Placement placementOf(const LearnerRequest& request, const ThreadMachine& machine);
// Of a reader, with one thread unless more are asked for.
Placement placementOf(const ReaderRequest& request);

}  // namespace latlas::model
