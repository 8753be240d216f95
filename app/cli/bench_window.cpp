// latlas bench ui: frame times of the window while it trains and a script drags sliders.
#include <chrono>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/bench.h"
#include "app/cli/command.h"
#include "app/cli/scratch_folder.h"
#include "app/window/run_window.h"
#include "core/base/files.h"
#include "core/model/torch/torch_model.h"

namespace latlas::cli {
namespace {

constexpr double kSecondsADrag = 0.25;  // a scripted drag's frames at 60 a second

// Training is watched for `seconds`, then a slider goes back and forth for as long.
std::string script(const ScratchFolder& folder, double seconds) {
  std::ostringstream text;
  text << "wait-until step > 100\nwait seconds 2\n"
       << "dump \"" << (folder / "begin").string() << "\"\nwait seconds " << seconds << "\n"
       << "dump \"" << (folder / "watched").string() << "\"\n";
  for (double at = 0.0; at < seconds; at += 2 * kSecondsADrag)
    text << "drag Traverse/z0 0.1 0.5 0.9 0.5\ndrag Traverse/z1 0.9 0.5 0.1 0.5\n";
  text << "dump \"" << (folder / "dragged").string() << "\"\nquit\n";
  return text.str();
}

// Wall time, evaluations and publishing included, between two dumps of the window's state; each
// was written in the frame that it describes.
double imagesPerSecond(const std::filesystem::path& begin, const std::filesystem::path& end) {
  const auto stepOf = [](const std::filesystem::path& dump) {
    return nlohmann::json::parse(readText(dump)).at("step").get<double>();
  };
  const std::chrono::duration<double> wall =
      std::filesystem::last_write_time(end) - std::filesystem::last_write_time(begin);
  return (stepOf(end) - stepOf(begin)) * model::TrainConfig{}.batch / wall.count();
}

}  // namespace

Figures benchWindow(const BenchOptions& options) {
  if (!options.config.keys.empty() || !options.config.settings.empty() ||
      !options.config.file.empty())
    throw UsageError(
        "bench ui measures the window with its own defaults; leave the configuration out");
  const ScratchFolder folder;
  writeFileAtomically(folder / "script", script(folder, options.seconds));
  app::WindowOptions window;
  if (!options.dataset.source.empty()) window.source = options.dataset.source;
  window.sizeGiven = true;  // 1280 x 800, whatever the screen
  window.startTraining = true;
  window.ignorePreferences = true;
  window.replay = folder / "script";
  window.figures = folder / "figures";
  if (app::runWindow(window, model::torchModels()) != kDone)
    throw Error("the script could not use the window");

  const auto measured = nlohmann::json::parse(readText(folder / "figures"));
  const auto of = [&measured](const char* group, const char* name) {
    return measured.at(group).at(name).get<double>();
  };
  return {{"frame_ms_p50", of("frame_ms", "p50"), "ms"},
          {"frame_ms_p99", of("frame_ms", "p99"), "ms"},
          {"frames", of("frame_ms", "count"), "frames"},
          {"slider_to_texture_ms_p50", of("slider_to_texture_ms", "p50"), "ms"},
          {"slider_to_texture_ms_p99", of("slider_to_texture_ms", "p99"), "ms"},
          {"slider_moves", of("slider_to_texture_ms", "count"), "moves"},
          {"first_frame", measured.at("first_frame_s").get<double>(), "s"},
          {"watched_images_per_second", imagesPerSecond(folder / "begin", folder / "watched"),
           "images/s"},
          {"dragged_images_per_second", imagesPerSecond(folder / "watched", folder / "dragged"),
           "images/s"}};
}

}  // namespace latlas::cli
