// latlas [DATASET]: opens the window. It is what the program does without a subcommand.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/config_flags.h"
#include "app/cli/dataset_argument.h"
#include "app/window/run_window.h"
#include "core/base/nearest_name.h"
#include "core/data/source.h"
#include "core/model/torch/torch_model.h"

namespace latlas::cli {
namespace {

// "1280x800"
std::pair<int, int> parseSize(const std::string& text) {
  int width = 0, height = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2 || width < 320 ||
      height < 240 || width > 16384 || height > 16384)
    throw UsageError("--size expects WIDTHxHEIGHT in pixels, at least 320x240, found '" + text +
                     "'");
  return {width, height};
}

// A bare word that is no file is more likely a mistyped command than a dataset.
void requireSource(const CLI::App& program, const std::string& source) {
  if (data::isBuiltin(source) || std::filesystem::exists(source)) return;
  if (source.find_first_of("/.") != std::string::npos)
    throw fileError(source, {"", "a dataset", "nothing there", "Check the path"});
  std::vector<std::string> commands;
  for (const CLI::App* command : program.get_subcommands({}))
    commands.push_back(command->get_name());
  throw UsageError("'" + source + "' is neither a file nor a command; did you mean '" +
                   nearestName(source, commands) +
                   "'? known: " + CLI::detail::join(commands, ", "));
}

}  // namespace

void addWindowOptions(CLI::App& program, Action& action) {
  auto options = std::make_shared<app::WindowOptions>();
  options->startTraining = false;
  auto size = std::make_shared<std::string>();
  auto preset = std::make_shared<std::string>();
  program
      .add_option("DATASET", options->source,
                  "What the window opens: a dataset or a RUN [" + options->source + "]")
      ->type_name("");
  addOpeningFlags(program, options->opening);
  addPresetFlag(program, *preset);
  program.add_flag("--start", options->startTraining, "Begin training at once");
  program.add_option("--replay", options->replay, "Let a script use the window")
      ->take_last()
      ->type_name("SCRIPT");
  program.add_option("--screenshot", options->screenshot, "Save the last frame as PNG")
      ->take_last()
      ->type_name("FILE");
  program.add_option("--size", *size, "Of the window, in pixels")->take_last()->type_name("WxH");
  program.add_option("--exit-after", options->exitAfter, "Close after so many seconds")
      ->take_last()
      ->check(CLI::NonNegativeNumber)
      ->type_name("S");
  program.add_option("--figures", options->figures, "Save what was measured as JSON")
      ->take_last()
      ->type_name("FILE");
  program
      .add_option("--lockstep", options->lockstepTurns,
                  "N turns of each worker a frame of 1/60 s: the same pixels each time")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  program.add_flag("--ignore-preferences", options->ignorePreferences,
                   "Neither read nor write the user's settings");
  action = [&program, options, size, preset] {
    if (!size->empty()) {
      std::tie(options->width, options->height) = parseSize(*size);
      options->sizeGiven = true;
    }
    options->config = withPreset(*preset, options->config);
    requireSource(program, options->source);
    return app::runWindow(*options, model::torchModels());
  };
}

}  // namespace latlas::cli
