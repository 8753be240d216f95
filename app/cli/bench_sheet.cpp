// latlas bench sheet: frame times while a script scrolls and searches a million images.
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "app/cli/bench.h"
#include "app/cli/command.h"
#include "app/cli/scratch_folder.h"
#include "app/window/run_window.h"
#include "core/base/files.h"
#include "core/model/torch/torch_model.h"

namespace latlas::cli {
namespace {

constexpr std::int64_t kImages = 1'000'000;
constexpr std::int64_t kPixels = 64;   // 8 x 8
constexpr double kSecondsALine = 0.1;  // of wheel, at 60 frames a second

// A NumPy array of bytes (numpy.lib.format, version 1.0), whose images all differ.
void writeImages(const std::filesystem::path& path) {
  std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" +
                       std::to_string(kImages) + ", 8, 8), }";
  header.resize(128 - 10 - 1, ' ');
  std::ofstream file(path, std::ios::binary);
  file.write("\x93NUMPY\x01\x00\x76\x00", 10);
  file << header << '\n';
  std::vector<char> image(kPixels);
  for (std::int64_t i = 0; i < kImages; ++i) {
    for (std::int64_t at = 0; at < kPixels; ++at)
      image[static_cast<std::size_t>(at)] = static_cast<char>((i * 7 + at * at) % 251);
    file.write(image.data(), kPixels);
  }
  if (!file.flush()) throw Error(path.string() + ": cannot be written. Is the disk full?");
}

// Line by line, in leaps, and through a search.
std::string script(double seconds) {
  std::ostringstream text;
  text << "wait-until asking == true\nwait-until \"enabled:Open/Open\" == true\n"
          "click Open/Open\nwait-until dataset.count == "
       << kImages
       << "\nwait-until sheet.count > 0\nwait-until map.count > 0\n"
          "wait-until dataset.summary == true\nwait seconds 1\nmeasure\n";
  for (double at = 0.0; at < seconds; at += kSecondsALine) text << "wheel Data/Sheet -2\n";
  for (double at = 0.0; at < seconds / 2; at += 0.5)
    text << "drag Data/Scrollbar 0.5 0.02 0.5 0.98\ndrag Data/Scrollbar 0.5 0.98 0.5 0.3\n";
  text << "click Data/search\n";
  for (const char* typed : {"r", "o", "w", " ", ">", " ", "9", "0", "0", "0"})
    text << "type \"" << typed << "\"\nwait frames 6\n";
  text << "wait-until sheet.matches == 990999\nwheel Data/Sheet -20\nquit\n";
  return text.str();
}

}  // namespace

Figures benchSheet(const BenchOptions& options) {
  if (!options.dataset.source.empty())
    throw UsageError("bench sheet scrolls a dataset of its own; leave DATASET out");
  const ScratchFolder folder;
  writeImages(folder / "million.npy");
  writeFileAtomically(folder / "script", script(options.seconds));
  app::WindowOptions window;
  window.source = (folder / "million.npy").string();
  window.sizeGiven = true;  // 1280 x 800, whatever the screen
  window.startTraining = false;
  window.ignorePreferences = true;
  window.replay = folder / "script";
  window.figures = folder / "figures";
  if (app::runWindow(window, model::torchModels()) != kDone)
    throw Error("the script could not use the window");
  const auto frames = nlohmann::json::parse(readText(folder / "figures")).at("frame_ms");
  return {{"sheet_frame_ms_p50", frames.at("p50").get<double>(), "ms"},
          {"sheet_frame_ms_p99", frames.at("p99").get<double>(), "ms"},
          {"sheet_frame_ms_max", frames.at("max").get<double>(), "ms"},
          {"sheet_frames", frames.at("count").get<double>(), "frames"}};
}

}  // namespace latlas::cli
