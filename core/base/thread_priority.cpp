#include "core/base/thread_priority.h"

#if defined(__linux__)
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace latlas {

void yieldToOthers([[maybe_unused]] int steps) {
#if defined(__linux__)
  // On Linux a nice level belongs to a thread, whatever POSIX says of processes (setpriority(2)).
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), steps);
#endif
}

}  // namespace latlas
