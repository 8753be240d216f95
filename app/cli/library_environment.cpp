// What the libraries that compute and draw read from the environment when they are loaded, before
// main(). The program starts itself once more with it set; doing so before the libraries' own
// start-up (.preinit_array) costs 0.1 s instead of Torch's 0.3 s. What the user has set stays.
//
// OMP_WAIT_POLICY=passive: OpenMP threads that spin at barriers make two Torch threads 2 to 3 times
// slower than one, on a machine that also draws a window. GOMP_SPINCOUNT=10000: but they look
// again for some 0.3 ms before they sleep, as the next loop of a training step is nearer than that,
// and waking a thread takes longer than many a loop (36k -> 43k images/s with two threads).
//
// OPENBLAS_CORETYPE: OpenBLAS chooses its kernels by a list of CPU models, and takes those of 2004
// for a model that is newer than itself (OpenBLAS 0.3.21 on a 2023 Xeon: 8.8k images/s instead of
// 31k). The kernels for what the CPU can do are the ones that it takes for the models it knows.
//
// LP_NUM_THREADS=0, on two cores or one: Mesa's software renderer draws on the window's own thread
// and leaves the other core to the training, which keeps 0.86 of its speed while a slider is
// dragged instead of 0.73.
#ifdef __linux__
#include <features.h>  // defines __GLIBC__
#endif

#ifdef __GLIBC__
#include <alloca.h>
#include <limits.h>
#include <sched.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <initializer_list>

namespace {

bool isSet(char** environment, const char* setting) {
  const std::size_t nameLength = static_cast<std::size_t>(std::strchr(setting, '=') - setting) + 1;
  for (; *environment; ++environment)
    if (std::strncmp(*environment, setting, nameLength) == 0) return true;
  return false;
}

// Null where OpenBLAS has but one kind of kernels or knows best.
const char* openBlasSetting() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd"))
    return "OPENBLAS_CORETYPE=SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return "OPENBLAS_CORETYPE=Haswell";
#endif
  return nullptr;
}

const char* rendererSetting() {
  cpu_set_t cores;
  const bool areFew = ::sched_getaffinity(0, sizeof cores, &cores) == 0 && CPU_COUNT(&cores) <= 2;
  return areFew ? "LP_NUM_THREADS=0" : nullptr;
}

// Only system calls and the arguments may be used here: libc itself is not set up yet.
void restartWithSettings(int, char** arguments, char** environment) {
  const char* wanted[4];
  std::size_t missing = 0;
  for (const char* setting :
       {"OMP_WAIT_POLICY=passive", "GOMP_SPINCOUNT=10000", openBlasSetting(), rendererSetting()})
    if (setting && !isSet(environment, setting)) wanted[missing++] = setting;
  if (missing == 0) return;

  // The path itself and not the link, so that the process keeps its name in `ps`.
  char program[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", program, sizeof program - 1);
  if (length <= 0) return;
  program[length] = '\0';

  std::size_t count = 0;
  while (environment[count]) ++count;
  char** extended = static_cast<char**>(alloca((count + missing + 1) * sizeof(char*)));
  std::memcpy(extended, environment, count * sizeof(char*));
  for (std::size_t i = 0; i < missing; ++i) extended[count + i] = const_cast<char*>(wanted[i]);
  extended[count + missing] = nullptr;
  ::execve(program, arguments, extended);  // on failure the program goes on, only slower
}

[[gnu::section(".preinit_array"),
  gnu::used]] void (*const kBeforeLibraries)(int, char**, char**) = restartWithSettings;

}  // namespace
#endif
