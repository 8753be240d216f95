// How many threads a model learns with: measured, once for each machine and network, and remembered
// in the user's cache folder, latlas/threads.json. What was measured while other programs needed
// the same cores holds for an hour at most, and only as long as they go on: a run that begins once
// the machine is quiet has it measured anew. With the same number of threads a seed gives the same
// run bit for bit. The number itself is the same again once it was measured on a quiet machine, and
// as long as a busy one stays busy; whoever needs more names it. Deleting the file has all measured
// anew.
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

// What the choice depends on beside the request. How fast a model learns is for those to measure who
// can make one.
struct ThreadMachine {
  std::string name;     // of the processor
  std::string library;  // that computes, with its version
  int cores = 1;
  bool threadsSleep = true;      // see threadsSleepWhenTheyWait()
  std::filesystem::path memory;  // the file that remembers; need not exist
  // Samples a second with so many threads.
  std::function<double(int threads)> measure;
  std::function<ProcessorUse()> use;  // asked before and after what it is to be known of
  std::function<void()> rest;         // a moment in which this program computes nothing
  std::int64_t now = 0;               // seconds since 1970
};
ThreadMachine thisMachine(std::string library, std::function<double(int threads)> measure);

// What may be worth while, ascending from 1: powers of two up to the cores that are free. Beside a
// window one core is for drawing and one for inference.
std::vector<int> threadCandidates(Purpose purpose, int cores, bool threadsSleep);

// As asked; or as before, so that a run goes on bit for bit, where there are as many cores; or the
// only candidate; or, from one thread on, more where they gain 5 % over the choice
// so far, of what was remembered or else is measured now. Remembered is what was measured for this
// processor, library and network; where other programs kept more cores busy than the candidates
// leave free, for an hour only and not if they have ended, and until a quieter measurement.
ThreadChoice chooseThreads(const LearnerRequest& request, const ThreadMachine& machine);

}  // namespace latlas::model
