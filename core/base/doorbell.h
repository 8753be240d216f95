// Wakes a sleeping worker that watches several Latest values.
// Threading: any thread may ring; one worker waits. A ring before the wait is not lost.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace latlas {

class Doorbell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      rung_ = true;
    }
    changed_.notify_one();
  }

  // Sleeps until rung or stop is requested.
  void wait(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return rung_; });
    rung_ = false;
  }

  // As wait, but at most `seconds`.
  void waitFor(std::stop_token stop, double seconds) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, std::chrono::duration<double>(seconds), [this] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool rung_ = false;
};

}  // namespace latlas
