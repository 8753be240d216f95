// The table of subcommands, one row for each. To add one, write app/cli/NAME_command.cpp, list that
// file in CMakeLists.txt and give it a row here; its name is known nowhere else.
#pragma once

#include "app/cli/command.h"

// A row is the name as typed, what `latlas --help` says of it, and the function in NAME_command.cpp
// that sets it up. The help lists the subcommands in the order of the rows.
#define LATLAS_SUBCOMMANDS(ROW)                                               \
  ROW("info", "Say what a dataset holds", setUpInfo)                          \
  ROW("train", "Train without a window", setUpTrain)                          \
  ROW("eval", "Loss, ELBO and importance-weighted bound of a run", setUpEval) \
  ROW("export", "Take pictures and numbers from a run", setUpExport)          \
  ROW("bench", "Measure this machine", setUpBench)                            \
  ROW("datasets", "List the datasets that can be downloaded", setUpDatasets)

namespace latlas::cli {

struct Subcommand {
  const char* name;
  const char* about;
  // Declares the flags of `command` and has `action` filled when the user chose it.
  void (*setUp)(CLI::App& command, Action& action);
};

#define LATLAS_DECLARED(name, about, setUp) void setUp(CLI::App& command, Action& action);
LATLAS_SUBCOMMANDS(LATLAS_DECLARED)
#undef LATLAS_DECLARED

#define LATLAS_ENTRY(name, about, setUp) {name, about, setUp},
inline constexpr Subcommand kSubcommands[] = {LATLAS_SUBCOMMANDS(LATLAS_ENTRY)};
#undef LATLAS_ENTRY

}  // namespace latlas::cli
