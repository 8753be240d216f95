// Writes files one after the other in the background: two saves may go to the same folder. Each
// write carries its own end.
// Threading: UI thread; the work is done on a job's thread.
// Owns: the job that writes. On destruction it is asked to stop and waited for.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/base/job.h"

namespace latlas::app {

class WriteQueue {
 public:
  struct Write {
    std::filesystem::path path;                  // a failure is that of "save PATH"
    std::function<void(Progress&)> work;         // on a job's thread; throws Error
    std::function<void()> done;                  // on the UI thread, once it is written
    std::function<void(const Failure&)> failed;  // on the UI thread
  };

  explicit WriteQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

  void add(Write write);
  // Calls the ends of what has ended.
  void takeEnds();
  // "save PATH" of the write at hand.
  std::optional<std::string> writing() const;
  bool busy() const { return job_ != nullptr; }

 private:
  void startNext();

  std::function<void()> wake_;
  std::deque<Write> waiting_;  // the first is at hand while there is a job
  std::unique_ptr<Job<bool>> job_;
};

}  // namespace latlas::app
