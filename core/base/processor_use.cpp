#include "core/base/processor_use.h"

#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#endif

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace latlas {
namespace {

// Of all threads of this process, in seconds.
double ownSeconds() {
  timespec time{};
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) return 0.0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

std::vector<bool> usableCores() {
  std::vector<bool> usable(4096, true);
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  // It fails where there are more cores than a set holds: then all count.
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    for (std::size_t core = 0; core < usable.size(); ++core)
      usable[core] = core < CPU_SETSIZE && CPU_ISSET(core, &set);
#endif
  return usable;
}

}  // namespace

double busyTicks(std::string_view procStat, const std::vector<bool>& counts) {
  double busy = 0.0;
  std::istringstream lines{std::string(procStat)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    // "cpu" alone is the sum of all.
    if (!(words >> name) || !name.starts_with("cpu") || name.size() == 3 || name.size() > 8 ||
        name.find_first_not_of("0123456789", 3) != std::string::npos)
      continue;
    const auto core = static_cast<std::size_t>(std::stoul(name.substr(3)));
    if (core >= counts.size() || !counts[core]) continue;
    // user nice system idle iowait irq softirq steal; guests are in user and nice already.
    double ticks = 0.0;
    for (int column = 0; column < 8 && words >> ticks; ++column)
      if (column != 3 && column != 4) busy += ticks;
  }
  return busy;
}

ProcessorUse processorUse() {
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now().time_since_epoch();
  std::ifstream file("/proc/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty()) return {wall.count(), 0.0};
  const double ticksPerSecond = static_cast<double>(std::max(1L, sysconf(_SC_CLK_TCK)));
  return {wall.count(), busyTicks(text, usableCores()) / ticksPerSecond - ownSeconds()};
}

double coresOfOthers(const ProcessorUse& before, const ProcessorUse& after) {
  const double wall = after.wall - before.wall;
  return wall > 0.0 ? std::max(0.0, (after.others - before.others) / wall) : 0.0;
}

}  // namespace latlas
