// Runs a worker's turns on a thread of its own until it is destroyed.
// A worker has `bool turn()` (false: nothing to do) and `void waitForWork(std::stop_token)`.
// Without a WorkerThread the frame loop calls turn() itself (lockstep), so that the same code gives
// the same pixels each time.
#pragma once

#include <stop_token>
#include <thread>

namespace latlas {

class WorkerThread {
 public:
  template <class Worker>
  explicit WorkerThread(Worker& worker)
      : thread_([&worker](std::stop_token stop) {
          while (!stop.stop_requested())
            if (!worker.turn()) worker.waitForWork(stop);
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace latlas
