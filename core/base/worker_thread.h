// Runs a worker's turns on a thread of its own until it is destroyed.
// A worker has `bool turn()` (false: nothing to do) and `void waitForWork(std::stop_token)`.
// Without a WorkerThread the frame loop calls turn() itself (lockstep), so that the same code gives
// the same pixels each time.
#pragma once

#include <stop_token>
#include <thread>

#include "core/base/thread_priority.h"

namespace latlas {

class WorkerThread {
 public:
  // `niceness`: see yieldToOthers().
  template <class Worker>
  explicit WorkerThread(Worker& worker, int niceness = 0)
      : thread_([&worker, niceness](std::stop_token stop) {
          if (niceness > 0) yieldToOthers(niceness);
          while (!stop.stop_requested())
            if (!worker.turn()) worker.waitForWork(stop);
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace latlas
