// How much of the processor other programs take, for measurements that they would spoil.
// Threading: any.
#pragma once

#include <string_view>
#include <vector>

namespace latlas {

// A moment; only differences between two of them mean anything.
struct ProcessorUse {
  double wall = 0.0;    // seconds
  double others = 0.0;  // seconds that other programs computed, on all cores together
};

// Of the cores that this process may use. Where the system does not tell (there is no /proc/stat),
// others take nothing. Exact to about 10 ms a core.
ProcessorUse processorUse();

// The number of cores that other programs kept busy on average, at least 0.
double coresOfOthers(const ProcessorUse& before, const ProcessorUse& after);

// The clock ticks that were not idle, of the cores for which `counts` is true, in the words of
// /proc/stat; cores beyond `counts` do not count.
double busyTicks(std::string_view procStat, const std::vector<bool>& counts);

}  // namespace latlas
