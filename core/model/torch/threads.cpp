#include "core/model/torch/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <atomic>

namespace latlas::model {
namespace {

// OpenBLAS built on pthreads keeps threads of its own, one a core, which Torch cannot set.
void useOpenBlasThreads(int count) {
  using SetThreads = void (*)(int);
  static const auto setThreads =
      reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (setThreads) setThreads(count);
}

}  // namespace

void useThreads(int count, bool forTraining) {
  static std::atomic<bool> setByTraining{false};
  if (forTraining) setByTraining = true;
  if (forTraining || !setByTraining) useOpenBlasThreads(count);
  // Torch sets a thread up at its first parallel operation, with the count that was set last in
  // any thread; asking first has that happen now, so that the count set here stays.
  at::get_num_threads();
  at::set_num_threads(count);
}

}  // namespace latlas::model
