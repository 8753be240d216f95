// A job of which only the newest counts: a new one cancels the one before, which is let go once it
// has ended, since joining it would make the window wait for a disk.
// Threading: as Job; the owner's thread.
// Owns: the jobs, also cancelled ones until they have ended.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job.h"

namespace latlas::app {

template <class Result>
class ReplaceableJob {
 public:
  void start(std::string task, std::function<Result(Progress&)> work, std::function<void()> wake) {
    cancel();
    job_ = std::make_unique<Job<Result>>(std::move(task), std::move(work), std::move(wake));
  }
  void cancel() {
    if (!job_) return;
    job_->cancel();
    cancelled_.push_back(std::move(job_));
  }
  bool isRunning() const { return job_ != nullptr; }
  // Of the job that runs.
  const Progress& progress() const { return job_->progress(); }

  // The newest job's end, once. Neither a result nor a failure: it was cancelled.
  std::optional<typename Job<Result>::Ended> takeEnded() {
    std::erase_if(cancelled_, [](const auto& job) { return job->takeEnded().has_value(); });
    if (!job_) return std::nullopt;
    auto ended = job_->takeEnded();
    if (ended) job_ = nullptr;
    return ended;
  }

 private:
  std::unique_ptr<Job<Result>> job_;
  std::vector<std::unique_ptr<Job<Result>>> cancelled_;
};

}  // namespace latlas::app
