// The inside of isolated_work.h: main() of a program that another one starts to do what may crash,
// hang or take all memory.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace latlas {

// How the program answers. Blocks while nobody has read what came before; ends the process when
// nobody will.
class IsolatedOutput {
 public:
  void write(std::span<const std::uint8_t> bytes);
};

using IsolatedTask =
    std::function<void(const std::vector<std::string>& arguments, IsolatedOutput& output)>;

// Sets the limits that runIsolated() put before its arguments, does `task` with those, and passes
// on what it throws: Error by its words, anything else as a crash. The standard streams lead
// nowhere. Returns the exit status for main(), which says on the standard error what the program is
// for when a person started it.
int runIsolatedTask(int argc, char** argv, const IsolatedTask& task);

}  // namespace latlas
