// Many independent pieces of work on all cores, with progress and cancel.
// Threading: the caller works too and is the only one to touch Progress; returns or throws only
// when all threads have ended.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "core/base/job.h"

namespace latlas::data {

// The part of a whole task's progress that one step fills.
struct ProgressPart {
  Progress& progress;
  double from;
  double to;
  std::string what;
};

// Calls work(i) once for every i in [0, count), in any order and from several threads at once.
// Throws Cancelled, or an exception of `work`, after which no further piece is begun.
template <class Work>
void forEachInParallel(std::size_t count, const ProgressPart& part, const Work& work) {
  const std::size_t workers = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1,
                                                      std::max<std::size_t>(count, 1));
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stopped{false};
  std::vector<std::exception_ptr> faults(workers);
  const auto run = [&](std::size_t worker) {
    try {
      for (std::size_t i; !stopped && (i = next++) < count;) {
        if (worker == 0)
          part.progress.report(part.from + (part.to - part.from) * static_cast<double>(i) /
                                               static_cast<double>(count),
                               part.what);
        work(i);
      }
    } catch (...) {
      faults[worker] = std::current_exception();
      stopped = true;
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (std::size_t worker = 1; worker < workers; ++worker) helpers.emplace_back(run, worker);
    run(0);
  }
  for (const std::exception_ptr& fault : faults)
    if (fault) std::rethrow_exception(fault);
}

}  // namespace latlas::data
