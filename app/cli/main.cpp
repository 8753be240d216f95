// latlas: the window and the command line. Exit codes: 0 done, 1 it failed, 2 the call is wrong.
#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/command.h"
#include "app/cli/subcommands.h"
#include "core/base/memory_tuning.h"
#include "core/model/torch/torch_model.h"

namespace {

using namespace latlas;

// A library's message may bring a backtrace along; its first line says what happened.
int complain(const std::string& text, int exitCode) {
  std::cerr << "latlas: " << text.substr(0, text.find('\n')) << "\n";
  return exitCode;
}

int run(CLI::App& program, const cli::Action& command, const cli::Action& window, int count,
        char** arguments) {
  try {
    program.parse(count, arguments);
    return command ? command() : window();
  } catch (const CLI::Success& request) {  // --help, --version
    return program.exit(request);
  } catch (const CLI::ParseError& error) {
    return complain(cli::explain(error, program), cli::kWrongCall);
  } catch (const cli::UsageError& error) {
    return complain(error.what(), cli::kWrongCall);
  } catch (const std::exception& error) {
    return complain(error.what(), cli::kFailed);
  }
}

}  // namespace

int main(int count, char** arguments) {
  keepFreedMemory();
  CLI::App program("Train a variational autoencoder before your eyes and walk its latent space.",
                   "latlas");
  program.set_version_flag("--version", [] {
    return std::string("latlas ") + LATLAS_VERSION + " (" + model::torchVersion() + ")";
  });
  cli::Action command, window;
  cli::addWindowOptions(program, window);
  for (const cli::Subcommand& one : cli::kSubcommands)
    one.setUp(*program.add_subcommand(one.name, one.about), command);
  return run(program, command, window, count, arguments);
}
