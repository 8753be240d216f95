// What the wing of traverse shows: the Traverse panel, its keys and menu entries.
#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <span>
#include <string>

#include "app/session/facts.h"
#include "app/traverse/grid_points.h"
#include "app/traverse/traverse_controller.h"
#include "app/traverse/traverse_keys.h"
#include "app/traverse/traverse_panel.h"
#include "app/ui/widgets.h"
#include "core/latent/sampling.h"

namespace latlas::app {

void zeroLatent(AppState& state, Requests&) {
  state.traverse.z.assign(static_cast<std::size_t>(latentDims(state)), 0.0f);
}

void randomLatent(AppState& state, Requests&) {
  // The frame's number differs at each press, and is the same in each replay of a script.
  if (const int dims = latentDims(state); dims > 0)
    state.traverse.z =
        latent::priorSamples(1, dims, static_cast<std::uint64_t>(ImGui::GetFrameCount()));
}

void nextGridKind(AppState& state, Requests&) {
  switch (state.traverse.grid) {
    case GridKind::samples: state.traverse.grid = GridKind::manifold; break;
    case GridKind::manifold: state.traverse.grid = GridKind::traversal; break;
    case GridKind::traversal: state.traverse.grid = GridKind::samples; break;
  }
}

void exportGrid(AppState& state, Requests& requests) {
  if (hasRun(state) && state.dataset)
    requests.push_back(request::BrowseForExport{state.traverse.grid,
                                                exportCell(state.dataset->info().shape)});
}

int exportCell(const data::Shape& shape) {
  constexpr int kLargest = 128;  // pixels: an 8 x 8 grid then fills a 1024 pixel picture
  const int side = std::max(1, std::max(shape.width, shape.height));
  return side * std::max(1, kLargest / side);
}

namespace {

constexpr std::array kShortcuts{kRandomKey, kZeroKey, kNextGridKey, kExportGridKey};

constexpr std::array kPanels{
    Panel{"Traverse", PanelPlace::right,
          [](AppState& state) -> bool& { return state.preferences.traverseOpen; },
          [](const Panel::Drawing& to) {
            drawTraversePanel(to.state, to.graphics, to.size, to.requests);
            return 0.0f;
          }}};

void drawExportSizes(const AppState& state, GridKind grid, const char* label, Requests& requests) {
  if (!ui::beginMenu(label)) return;
  const data::Shape& shape = state.dataset->info().shape;
  const int own = std::max(shape.width, shape.height);
  struct Size {
    const char* name;
    int cell;
  };
  for (const Size& size :
       {Size{"Own size", own}, Size{"2x", 2 * own}, Size{"4x", 4 * own}, Size{"8x", 8 * own}})
    if (ui::menuItem(std::string(label) + "/" + size.name, std::to_string(size.cell) + " px",
                     "The longer side of each image in the picture, in pixels, beside it."))
      requests.push_back(request::BrowseForExport{grid, size.cell});
  ui::endMenu();
}

void drawMenu(MenuPlace place, AppState& state, Requests& requests) {
  if (place != MenuPlace::fileExport) return;
  drawExportSizes(state, GridKind::samples, "File/Export/Sample grid", requests);
  drawExportSizes(state, GridKind::manifold, "File/Export/Manifold grid", requests);
  drawExportSizes(state, GridKind::traversal, "File/Export/Traversal grid", requests);
}

// FNV-1a (Fowler, Noll, Vo), as hex: tells two images apart.
std::string hashOf(std::span<const std::uint8_t> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3u;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

void observeDecoded(const std::string& prefix, const inference::DecodedImages& decoded,
                    Observer& seen) {
  const auto& pixels = decoded.images.pixels;
  seen.value(prefix + "step", [&] { return decoded.step; });
  seen.value(prefix + "serial", [&] { return decoded.version; });
  seen.value(prefix + "count", [&] { return decoded.images.count; });
  seen.value(prefix + "hash", [&] { return hashOf(pixels); });
  if (pixels.empty()) return;
  seen.value(prefix + "mean", [&] {
    return std::accumulate(pixels.begin(), pixels.end(), 0.0) /
           (255.0 * static_cast<double>(pixels.size()));
  });
}

void observe(const AppState& state, Observer& seen) {
  const TraverseState& traverse = state.traverse;
  if (seen.wantsAnyOf("z."))
    for (std::size_t i = 0; i < traverse.z.size(); ++i)
      seen.value("z." + std::to_string(i), [&] { return static_cast<double>(traverse.z[i]); });
  seen.value("grid.kind", [&] { return std::string(toString(traverse.grid)); });
  if (traverse.preview) observeDecoded("preview.", *traverse.preview, seen);
  if (traverse.gridImages) observeDecoded("grid.", *traverse.gridImages, seen);
}

}  // namespace

const Wing& TraverseController::wing() {
  static const Wing wing{kShortcuts, kPanels, {}, {}, drawMenu, observe};
  return wing;
}

}  // namespace latlas::app
