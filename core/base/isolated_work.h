// Work with a library that may crash, hang or take all memory when a file is damaged: done by a
// small program in a process of its own, so that this one lives on whatever happens to it. The
// program is started anew, not forked: a fork begins with the locks that other threads held.
// Threading: any thread; several at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace latlas {

struct IsolationLimits {
  std::uint64_t memoryBytes = std::uint64_t{1} << 30;  // beyond what the program itself takes
  int processorSeconds = 60;
};

// A program whose main() calls runIsolatedTask() (isolated_program.h).
struct IsolatedProgram {
  std::filesystem::path file;
  std::vector<std::string> arguments;
};

// The program ended before its work: what() says how, such as "a crash (Segmentation fault)".
class IsolatedCrash : public Error {
 public:
  using Error::Error;
};

// Runs `program` and gives what it writes to `take`, in order, in pieces of any length; an empty
// piece now and then while nothing comes, so that `take` can throw. What `take` throws ends the
// program and is passed on. Throws Error as the program's task threw it; IsolatedCrash, also for
// memory that ran out, for endless work, and other exceptions; and Error when the program cannot
// be started.
void runIsolated(const IsolatedProgram& program,
                 const std::function<void(std::span<const std::uint8_t>)>& take,
                 const IsolationLimits& limits = {});

}  // namespace latlas
