// Runs a program as a user's shell would, and catches what it says.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace latlas::test {

struct ProgramResult {
  int exitCode = -1;  // -signal when a signal ended it
  std::string out, err;
};

class RunningProgram {
 public:
  // arguments[0] is the program's path.
  explicit RunningProgram(const std::vector<std::string>& arguments);
  // Kills it when it still runs.
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void send(int signal);
  // Waits until standard error says `text`; false when it has not within `limit`.
  bool waitUntilSaid(const std::string& text,
                     std::chrono::seconds limit = std::chrono::seconds(60)) const;
  // Kills it and throws std::runtime_error when it takes longer than `limit`.
  ProgramResult wait(std::chrono::seconds limit = std::chrono::seconds(240));

 private:
  TemporaryFolder folder_;
  pid_t process_ = -1;
};

ProgramResult runProgram(const std::vector<std::string>& arguments);

}  // namespace latlas::test
