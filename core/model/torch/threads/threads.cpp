#include "core/model/torch/threads/threads.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <string_view>

namespace latlas::model {
namespace {

// Null where the process has no OpenBLAS.
template <class Function>
Function openBlas(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

// OpenBLAS built on pthreads keeps threads of its own, one a core, which Torch cannot set.
void useOpenBlasThreads(int count) {
  static const auto setThreads = openBlas<void (*)(int)>("openblas_set_num_threads");
  if (setThreads) setThreads(count);
}

}  // namespace

bool productsHaveThreadsOfTheirOwn() {
  constexpr int onPthreads = 1;  // 0: none, 2: on OpenMP
  static const auto kind = openBlas<int (*)()>("openblas_get_parallel");
  return kind && kind() == onPthreads;
}

void flushDenormals() {
  // Adam's means of weights that nothing reaches, such as those of an image's empty border, decay
  // into denormal numbers, with which every step is slower (31k -> 22k images/s); they are as good
  // as 0.
  at::globalContext().setFlushDenormal(true);
}

void useThreads(LibraryThreads threads, ThreadUse use) {
  flushDenormals();
  static std::atomic<bool> setForLearning{false};
  if (use == ThreadUse::learning) setForLearning = true;
  if (use == ThreadUse::learning || !setForLearning) useOpenBlasThreads(threads.blas);
  // Torch sets a thread up at its first parallel operation, with the count that was set last in
  // any thread; asking first has that happen now, so that the count set here stays.
  at::get_num_threads();
  at::set_num_threads(threads.torch);
}

bool threadsSleepWhenTheyWait() {
  const char* policy = std::getenv("OMP_WAIT_POLICY");
  return policy && (policy == std::string_view("passive") || policy == std::string_view("PASSIVE"));
}

}  // namespace latlas::model
