// Work with a library that may crash, hang or take all memory when a file is damaged: done in a
// child process, so that the program lives on whatever happens to it. The child is a fork: it
// begins with everything the program has in memory, and only what it writes comes back.
// Threading: any thread; several at once. The work itself must not start threads, and must not
// count on locks that other threads may have held.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "core/base/error.h"

namespace latlas {

struct IsolationLimits {
  std::uint64_t memoryBytes = std::uint64_t{1} << 30;  // beyond what the program holds already
  int processorSeconds = 60;
};

// How the child writes. Blocks while the program has not read what came before.
class IsolatedOutput {
 public:
  explicit IsolatedOutput(int pipe) : pipe_(pipe) {}
  void write(std::span<const std::uint8_t> bytes);

 private:
  int pipe_;
};

// The child ended before its work: what() says how, such as "a crash (Segmentation fault)".
class IsolatedCrash : public Error {
 public:
  using Error::Error;
};

// Runs `work` in a child and gives what it writes to `take`, in order, in pieces of any length; an
// empty piece now and then while nothing comes, so that `take` can throw. What `take` throws ends
// the child and is passed on. Throws Error as `work` threw it; IsolatedCrash, also for memory that
// ran out, for endless work, and other exceptions; and Error when no process can be made.
void runIsolated(const std::function<void(IsolatedOutput&)>& work,
                 const std::function<void(std::span<const std::uint8_t>)>& take,
                 const IsolationLimits& limits = {});

}  // namespace latlas
