// OpenMP threads that spin at barriers make two Torch threads 2 to 3 times slower than one, on a
// machine that also draws a window. libgomp reads OMP_WAIT_POLICY when it is loaded, before main(),
// so the program starts itself once more with the policy in its environment. Doing so before the
// libraries' own start-up (.preinit_array) costs 0.1 s instead of Torch's 0.3 s.
#ifdef __linux__
#include <features.h>  // defines __GLIBC__
#endif

#ifdef __GLIBC__
#include <alloca.h>
#include <limits.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace {

// Only system calls and the arguments may be used here: libc itself is not set up yet.
void restartWithPassiveThreads(int, char** arguments, char** environment) {
  static char setting[] = "OMP_WAIT_POLICY=passive";
  constexpr std::size_t kNameLength = sizeof "OMP_WAIT_POLICY=" - 1;
  std::size_t count = 0;
  for (; environment[count]; ++count)
    if (std::strncmp(environment[count], setting, kNameLength) == 0) return;

  // The path itself and not the link, so that the process keeps its name in `ps`.
  char program[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", program, sizeof program - 1);
  if (length <= 0) return;
  program[length] = '\0';

  char** extended = static_cast<char**>(alloca((count + 2) * sizeof(char*)));
  std::memcpy(extended, environment, count * sizeof(char*));
  extended[count] = setting;
  extended[count + 1] = nullptr;
  ::execve(program, arguments, extended);  // on failure the program goes on, only slower
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const kBeforeLibraries)(int, char**, char**) =
    restartWithPassiveThreads;

}  // namespace
#endif
