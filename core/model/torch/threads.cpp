#include "core/model/torch/threads.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "core/model/torch/torch_model.h"

namespace latlas::model {
namespace {

// OpenBLAS built on pthreads keeps threads of its own, one a core, which Torch cannot set.
void useOpenBlasThreads(int count) {
  using SetThreads = void (*)(int);
  static const auto setThreads =
      reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (setThreads) setThreads(count);
}

// OpenMP's threads spin while they wait unless this was said before the library was loaded. Beside
// a window or another program, spinning threads make two several times slower than one.
bool threadsSleepWhenTheyWait() {
  const char* policy = std::getenv("OMP_WAIT_POLICY");
  return policy && (policy == std::string_view("passive") || policy == std::string_view("PASSIVE"));
}

std::string counted(int threads) {
  return std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

}  // namespace

ThreadChoice chooseThreads(const ModelRequest& request) {
  if (request.threads > 0) return {request.threads, counted(request.threads) + ", as asked"};
  const int count = chosenThreads(request.spec, request.purpose);
  return {count, counted(count) + ", by the number of cores"};
}

void useThreads(int count, Purpose purpose) {
  // Adam's means of weights that nothing reaches, such as those of an image's empty border, decay
  // into denormal numbers, with which every step is slower (31k -> 22k images/s); below 1e-38 they
  // are as good as 0. The threads that this one starts inherit the mode.
  at::globalContext().setFlushDenormal(true);
  static std::atomic<bool> setForTraining{false};
  if (purpose != Purpose::inference) setForTraining = true;
  if (purpose != Purpose::inference || !setForTraining) useOpenBlasThreads(count);
  // Torch sets a thread up at its first parallel operation, with the count that was set last in
  // any thread; asking first has that happen now, so that the count set here stays.
  at::get_num_threads();
  at::set_num_threads(count);
}

int chosenThreads(const ModelSpec& spec, Purpose purpose) {
  if (purpose == Purpose::inference || !threadsSleepWhenTheyWait()) return 1;
  // Beside a window, one core is for drawing and one for inference: two threads on two cores train
  // slower there than one (28.7k and 31.8k images/s), and faster alone (48k and 30k). Beyond a few
  // threads a batch's work is too small to share: a step takes 2 ms (MLP) to 100 ms (convolutions).
  const int others = purpose == Purpose::trainingAlone ? 0 : 2;
  const int spare = static_cast<int>(std::thread::hardware_concurrency()) - others;
  return std::clamp(spare, 1, spec.config.architecture == Architecture::conv ? 4 : 2);
}

}  // namespace latlas::model
