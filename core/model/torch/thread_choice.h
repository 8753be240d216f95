// How many threads a model learns with: measured, once for each machine and network, and remembered
// in the user's cache folder.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace latlas::model {

struct ThreadChoice {
  int count = 1;
  std::string why;  // "2 threads: 38k samples/s, 1 thread: 31k (measured)"
};

// What the choice depends on beside the request.
struct ThreadMachine {
  std::string name;              // of the processor
  int cores = 1;
  bool threadsSleep = true;      // see threadsSleepWhenTheyWait()
  std::filesystem::path memory;  // the file that remembers; need not exist
  // Samples a second with so many threads.
  std::function<double(int threads)> measure;
};
ThreadMachine thisMachine(const ModelRequest& request);

// What may be worth while, ascending from 1: powers of two up to the cores that are free. Beside a
// window one core is for drawing and one for inference.
std::vector<int> threadCandidates(Purpose purpose, int cores, bool threadsSleep);

// As asked; or the only candidate; or what was remembered; or the fewest threads within 5 % of the
// fastest.
ThreadChoice chooseThreads(const ModelRequest& request, const ThreadMachine& machine);

}  // namespace latlas::model
