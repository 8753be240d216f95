// How many threads a model learns with: measured, once for each machine and network, and remembered
// in the user's cache folder, latlas/threads.json. What was measured while other programs needed
// the same cores holds for an hour, so that a run that is repeated at once is the same bit for bit;
// deleting the file has all measured anew.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/processor_use.h"
#include "core/model/learner.h"

namespace latlas::model {

struct ThreadChoice {
  int count = 1;
  std::string why;  // "2 threads, the fastest measured here (1: 31k/s, 2: 38k/s)"
};

// What the choice depends on beside the request.
struct ThreadMachine {
  std::string name;  // of the processor
  int cores = 1;
  bool threadsSleep = true;      // see threadsSleepWhenTheyWait()
  std::filesystem::path memory;  // the file that remembers; need not exist
  // Samples a second with so many threads.
  std::function<double(int threads)> measure;
  std::function<ProcessorUse()> use;  // asked before and after all measurements
  std::int64_t now = 0;               // seconds since 1970
};
ThreadMachine thisMachine(const LearnerRequest& request);

// What may be worth while, ascending from 1: powers of two up to the cores that are free. Beside a
// window one core is for drawing and one for inference.
std::vector<int> threadCandidates(Purpose purpose, int cores, bool threadsSleep);

// As asked; or as before, so that a run goes on bit for bit, where there are as many cores; or the
// only candidate; or, from one thread on, more where they gain 5 % over the choice
// so far, of what was remembered or else is measured now. Remembered is what was measured for this
// processor, library and network; for an hour only, where other programs kept more cores busy than
// the candidates leave free.
ThreadChoice chooseThreads(const LearnerRequest& request, const ThreadMachine& machine);

}  // namespace latlas::model
