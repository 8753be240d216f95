// One immutable value between threads; the newest wins and older ones are dropped unread.
// Threading: any thread may publish or read. A mutex and not std::atomic<std::shared_ptr>:
// ThreadSanitizer reports a race inside the latter with g++ 12 and clang 14.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace latlas {

template <class T>
class Latest {
 public:
  using Pointer = std::shared_ptr<const T>;

  void publish(Pointer value) {
    // The old value is released after the lock: freeing megabytes must not keep a reader waiting.
    const std::lock_guard lock(mutex_);
    value_.swap(value);
    ++version_;
  }
  void publish(T value) { publish(std::make_shared<const T>(std::move(value))); }

  // Null before the first publish.
  Pointer read() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

  // The value when it is newer than `seen`, which is brought up to date; else null.
  Pointer readNewer(std::uint64_t& seen) const {
    const std::lock_guard lock(mutex_);
    if (version_ == seen) return nullptr;
    seen = version_;
    return value_;
  }

  // Whether readNewer(seen) would find something.
  bool isNewerThan(std::uint64_t seen) const {
    const std::lock_guard lock(mutex_);
    return version_ != seen;
  }

 private:
  mutable std::mutex mutex_;
  Pointer value_;
  std::uint64_t version_ = 0;
};

}  // namespace latlas
