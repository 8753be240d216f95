// An amount, of memory say, that several threads share: each takes its part before it works and
// sleeps while too much is taken.
// Threading: any thread.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace latlas {

class Budget {
 public:
  explicit Budget(std::uint64_t most) : most_(most) {}

  // A part of the budget, given back at the end of the scope. One that asks for more than there is
  // gets all of it.
  class Share {
   public:
    Share(Budget& budget, std::uint64_t amount)
        : budget_(budget), amount_(std::min(amount, budget.most_)) {
      std::unique_lock lock(budget_.mutex_);
      budget_.returned_.wait(lock, [&] { return amount_ <= budget_.most_ - budget_.taken_; });
      budget_.taken_ += amount_;
    }
    ~Share() {
      {
        const std::lock_guard lock(budget_.mutex_);
        budget_.taken_ -= amount_;
      }
      budget_.returned_.notify_all();
    }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

   private:
    Budget& budget_;
    const std::uint64_t amount_;
  };

 private:
  const std::uint64_t most_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::uint64_t taken_ = 0;
};

}  // namespace latlas
