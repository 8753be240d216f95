#include "app/cli/command.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/nearest_name.h"

namespace latlas::cli {
namespace {

const CLI::App& chosenCommand(const CLI::App& program) {
  const auto chosen = program.get_subcommands();
  return chosen.empty() ? program : chosenCommand(*chosen.front());
}

// "datasets get ", as typed behind the program's name.
std::string nameOf(const CLI::App& command) {
  return command.get_parent() == nullptr ? ""
                                         : nameOf(*command.get_parent()) + command.get_name() + " ";
}

std::vector<std::string> flagsOf(const CLI::App& command) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  return flags;
}

std::string unexpected(const CLI::App& program, const std::vector<std::string>& extras) {
  const CLI::App& command = chosenCommand(program);
  const auto flag = std::find_if(extras.begin(), extras.end(),
                                 [](const std::string& text) { return text.starts_with("-"); });
  if (flag == extras.end()) return "unexpected '" + extras.front() + "'";
  // "--flag=value" arrives whole.
  const std::string name = flag->substr(0, flag->find('='));
  return "unknown flag '" + name + "'; the nearest known one is '" +
         nearestName(name, flagsOf(command)) + "'";
}

}  // namespace

std::string explain(const CLI::ParseError& error, const CLI::App& program) {
  const std::vector<std::string> extras = program.remaining(true);
  std::string text = extras.empty() ? error.what() : unexpected(program, extras);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text + ". See 'latlas " + nameOf(chosenCommand(program)) + "--help'";
}

void requireKnown(const std::string& what, const std::string& given,
                  const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), given) != known.end()) return;
  throw UsageError("unknown " + what + " '" + given + "'; did you mean '" +
                   nearestName(given, known) + "'? known: " + CLI::detail::join(known, ", "));
}

void printJson(const nlohmann::json& object) { std::cout << object.dump() << std::endl; }

}  // namespace latlas::cli
