#include "app/session/write_queue.h"

#include <utility>

namespace latlas::app {

void WriteQueue::add(Write write) {
  waiting_.push_back(std::move(write));
  if (!job_) startNext();
}

void WriteQueue::startNext() {
  if (waiting_.empty()) return;
  const Write& next = waiting_.front();
  job_ = std::make_unique<Job<bool>>(
      "save " + next.path.string(),
      [work = next.work](Progress& progress) {
        work(progress);
        return true;
      },
      wake_);
}

void WriteQueue::takeEnds() {
  while (job_) {
    const auto ended = job_->takeEnded();
    if (!ended) return;
    const Write write = std::move(waiting_.front());
    waiting_.pop_front();
    job_ = nullptr;
    startNext();
    if (ended->result && write.done) write.done();
    if (ended->failure && write.failed) write.failed(*ended->failure);
  }
}

std::optional<std::string> WriteQueue::writing() const {
  if (!job_) return std::nullopt;
  return job_->task();
}

}  // namespace latlas::app
