// Commands to a worker, in order, none lost.
// Threading: any thread may send; one worker takes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <utility>

namespace latlas {

template <class Command>
class Inbox {
 public:
  void send(Command command) {
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back(std::move(command));
    }
    arrived_.notify_one();
  }

  // Everything that waits, oldest first.
  std::deque<Command> takeAll() {
    const std::lock_guard lock(mutex_);
    return std::exchange(commands_, {});
  }

  // Sleeps until a command waits or stop is requested.
  void wait(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, stop, [this] { return !commands_.empty(); });
  }

  // As wait, but at most `seconds`.
  void waitFor(std::stop_token stop, double seconds) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, stop, std::chrono::duration<double>(seconds),
                      [this] { return !commands_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::deque<Command> commands_;
};

}  // namespace latlas
