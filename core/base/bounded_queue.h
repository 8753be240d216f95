// Work from one producer to several workers, with a bound on what waits: a producer that is ahead
// sleeps instead of filling the memory.
// Threading: any thread. Owns: what waits.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace latlas {

template <class Item>
class BoundedQueue {
 public:
  // `mostWeight`: what may wait together, in any unit; a heavier item waits alone.
  explicit BoundedQueue(std::uint64_t mostWeight) : mostWeight_(mostWeight) {}

  // Sleeps while there is no room. False when the queue was closed: the item is lost.
  bool push(Item item, std::uint64_t weight) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] {
        return isClosed_ || items_.empty() ||
               (waiting_ <= mostWeight_ && weight <= mostWeight_ - waiting_);
      });
      if (isClosed_) return false;
      waiting_ += weight;
      items_.emplace_back(std::move(item), weight);
    }
    changed_.notify_all();
    return true;
  }

  // The oldest item; sleeps until there is one. Nothing when the queue is closed and empty.
  std::optional<Item> pop() {
    std::optional<Item> item;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return isClosed_ || !items_.empty(); });
      if (items_.empty()) return item;
      item = std::move(items_.front().first);
      waiting_ -= items_.front().second;
      items_.pop_front();
    }
    changed_.notify_all();
    return item;
  }

  // Nothing more comes; what waits may still be taken.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      isClosed_ = true;
    }
    changed_.notify_all();
  }

  // Nothing more comes, and what waits is dropped.
  void abandon() {
    {
      const std::lock_guard lock(mutex_);
      isClosed_ = true;
      items_.clear();
      waiting_ = 0;
    }
    changed_.notify_all();
  }

 private:
  const std::uint64_t mostWeight_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<Item, std::uint64_t>> items_;
  std::uint64_t waiting_ = 0;
  bool isClosed_ = false;
};

}  // namespace latlas
