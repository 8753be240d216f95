// One task in the background, with progress and cancel; its end is a value or a Failure.
// Threading: the owner starts, polls and cancels; the task sees only its Progress.
// Owns: its thread, joined on destruction after a cancel.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "core/base/error.h"

namespace latlas {

// Thrown by Progress::report after a cancel; a Job ends without a value and without a failure.
class Cancelled : public std::exception {};

class Progress {
 public:
  // fraction in [0, 1]; negative: not known. Throws Cancelled when the user gave up.
  void report(double fraction, const std::string& what = {}) {
    if (cancelled_) throw Cancelled();
    fraction_ = fraction;
    if (!what.empty()) {
      const std::lock_guard lock(mutex_);
      what_ = what;
    }
  }
  void cancel() { cancelled_ = true; }
  double fraction() const { return fraction_; }
  std::string what() const {
    const std::lock_guard lock(mutex_);
    return what_;
  }

 private:
  std::atomic<bool> cancelled_{false};
  std::atomic<double> fraction_{-1.0};
  mutable std::mutex mutex_;
  std::string what_;
};

template <class Result>
class Job {
 public:
  struct Ended {
    std::optional<Result> result;  // neither: cancelled
    std::optional<Failure> failure;
  };

  // `wake` is called from the job's thread when it has ended.
  Job(std::string task, std::function<Result(Progress&)> work, std::function<void()> wake = {})
      : task_(std::move(task)), thread_([this, work = std::move(work), wake = std::move(wake)] {
          Ended ended;
          try {
            ended.result = work(progress_);
          } catch (const Cancelled&) {
          } catch (const std::exception& error) {
            ended.failure = Failure{task_, error.what()};
          }
          {
            const std::lock_guard lock(mutex_);
            ended_ = std::move(ended);
          }
          if (wake) wake();
        }) {}
  ~Job() { progress_.cancel(); }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  const std::string& task() const { return task_; }
  const Progress& progress() const { return progress_; }
  void cancel() { progress_.cancel(); }

  // The end, once; nothing while it runs and after it was taken.
  std::optional<Ended> takeEnded() {
    const std::lock_guard lock(mutex_);
    return std::exchange(ended_, std::nullopt);
  }

 private:
  std::string task_;
  Progress progress_;
  std::mutex mutex_;
  std::optional<Ended> ended_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace latlas
