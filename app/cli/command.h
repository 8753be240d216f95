// What the subcommands share with the flags of the window: how a command ends, and how a wrong call
// is said. An action is what the user's call asks for; it returns the exit code or throws: Error is
// 1, UsageError is 2. The subcommands themselves are listed in subcommands.h.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/error.h"

namespace latlas::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongCall = 2;

// The call itself is wrong: an unknown flag, key or name, or values that contradict each other.
class UsageError : public Error {
 public:
  using Error::Error;
};

using Action = std::function<int()>;

// The flags of `latlas [DATASET]`; the action stands when no subcommand was chosen.
void addWindowOptions(CLI::App& program, Action& action);

// One line that says what is wrong with the call and names the nearest known flag.
std::string explain(const CLI::ParseError& error, const CLI::App& program);

// Throws UsageError naming the nearest of `known` unless `given` is one of them. `what` is the
// kind of name: "bench".
void requireKnown(const std::string& what, const std::string& given,
                  const std::vector<std::string>& known);

// One JSON object on a line of its own on standard output.
void printJson(const nlohmann::json& object);

}  // namespace latlas::cli
