#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "app/panels/actions.h"
#include "app/panels/compact_rows.h"
#include "app/panels/empty_state.h"
#include "app/panels/panels.h"
#include "app/panels/traverse_grid.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

const std::array<std::string, 3> kGridNames{"samples", "manifold", "traversal"};

// Images a side; 400 of them are decoded in well under a second.
constexpr int kLeastSide = 2, kMostSide = 20;
// Standard deviations of the prior.
constexpr float kLeastRange = 0.5f, kMostRange = 10.0f;
// Sliders beyond these scroll, so that the grid stays in view.
constexpr int kSliderRows = 6;
constexpr float kLeastImage = 96.0f;  // pixels at 100 %

void drawCaption(const TraverseState& traverse) {
  const std::string text =
      traverse.preview
          ? "decoded with the weights of step " + ui::grouped(traverse.preview->step)
          : std::string("waiting for the decoder");
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  const float room = ImGui::GetContentRegionAvail().x;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, (room - width) / 2));
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
  ui::recordProbe("Traverse/Caption", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, text);
}

float slidersHeight(const AppState& state) {
  const auto rows = static_cast<float>(std::min(latentDims(state), kSliderRows));
  const ImGuiStyle& style = ImGui::GetStyle();
  return rows * (ImGui::GetFrameHeight() + style.ItemSpacing.y) - style.ItemSpacing.y;
}

void drawSliders(AppState& state, float height) {
  ImGui::BeginChild("sliders", {0.0f, height}, false);
  for (std::size_t i = 0; i < state.traverse.z.size(); ++i)
    ui::slider("Traverse/z" + std::to_string(i), state.traverse.z[i], -state.traverse.range,
               state.traverse.range,
               "Latent coordinate " + std::to_string(i) +
                   ", in standard deviations of the prior. The image follows at once; the number "
                   "can be typed. Default: 0.");
  ImGui::EndChild();
}

void drawPlaceButtons(AppState& state, Requests& requests) {
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = (ImGui::GetContentRegionAvail().x - 2 * gap) / 4;
  if (ui::button("Traverse/Reset", "Goes to the latent origin, z = 0 (0).",
                 {ui::Emphasis::normal, width, true}))
    zeroLatent(state, requests);
  ImGui::SameLine();
  if (ui::button("Traverse/Random", "Goes to a draw from the prior, z ~ N(0, I) (R).",
                 {ui::Emphasis::normal, width, true}))
    randomLatent(state, requests);
  ImGui::SameLine();
  ui::slider("Traverse/range", state.traverse.range, kLeastRange, kMostRange,
             "Sliders and grids span -range to +range, in standard deviations of the prior. "
             "Default: 3.",
             "%.1f");
}

void drawAxes(TraverseState& traverse, int dims) {
  std::vector<std::string> names;
  for (int i = 0; i < dims; ++i) names.push_back("z" + std::to_string(i));
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float half = (ImGui::GetContentRegionAvail().x - gap) / 2;
  ui::nextFieldWidth(half);
  ui::choice("Traverse/across", traverse.axisX, names,
             "The latent axis from left to right; the others stay where the sliders are. "
             "Default: z0.");
  ImGui::SameLine();
  ui::nextFieldWidth(half);
  ui::choice("Traverse/upward", traverse.axisY, names,
             "The latent axis from bottom to top. Default: z1.");
}

void drawGridControls(AppState& state, Requests& requests) {
  TraverseState& traverse = state.traverse;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float half = (ImGui::GetContentRegionAvail().x - gap) / 2;
  int kind = static_cast<int>(traverse.grid);
  ui::nextFieldWidth(half);
  if (ui::choice("Traverse/grid", kind, kGridNames,
                 "samples: draws from the prior. manifold: a lattice over two latent axes. "
                 "traversal: a row for each axis, which goes from -range to +range while the "
                 "others stay at z (G). Default: manifold."))
    traverse.grid = static_cast<GridKind>(kind);
  ImGui::SameLine();
  ui::nextFieldWidth(half);
  ui::number("Traverse/side", traverse.gridSide, kLeastSide, kMostSide,
             "Images a side of the grid. Default: 8.");
  if (traverse.grid == GridKind::manifold && latentDims(state) > 2)
    drawAxes(traverse, latentDims(state));
  if (ui::button("Traverse/Export",
                 "Saves this grid as PNG, each image enlarged by a whole number (Ctrl+E).",
                 {ui::Emphasis::normal, half, true}))
    exportGrid(state, requests);
  ImGui::SameLine();
  if (ui::button("Traverse/Resample", "Draws new samples from the prior.",
                 {ui::Emphasis::normal, half, traverse.grid == GridKind::samples}))
    ++traverse.sampleSeed;
}

void drawContent(AppState& state, ui::Graphics& graphics, Requests& requests) {
  const CompactRows compact(CompactRows::Of::fields);
  const ImGuiStyle& style = ImGui::GetStyle();
  const float row = ImGui::GetFrameHeight() + style.ItemSpacing.y;
  const float sliders = slidersHeight(state);
  const bool hasAxes = state.traverse.grid == GridKind::manifold && latentDims(state) > 2;
  // Buttons, grid controls in two or three rows, caption and the gap before the grid's part.
  const float fixed = sliders + row * (hasAxes ? 4.0f : 3.0f) + ui::scaled(36.0f) +
                      4 * style.ItemSpacing.y;
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float side =
      std::clamp((room.y - fixed) / 2, ui::scaled(kLeastImage), std::max(1.0f, room.x));

  const auto& preview = state.traverse.preview;
  const ui::TextureView texture =
      preview ? graphics.images("preview",
                                std::shared_ptr<const data::Images>(preview, &preview->images), 1)
              : ui::TextureView{};
  ui::image("Traverse/Preview", texture, {room.x, side});
  drawCaption(state.traverse);
  drawSliders(state, sliders);
  drawPlaceButtons(state, requests);
  ui::section("GRID");
  drawGridControls(state, requests);
  drawTraverseGrid(state.traverse, graphics,
                   {room.x, std::max(ui::scaled(kLeastImage), ImGui::GetContentRegionAvail().y)});
}

}  // namespace

void drawTraversePanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Traverse", size, state.preferences.traverseOpen)) {
    const bool isReady = latentDims(state) > 0 &&
                         std::ssize(state.traverse.z) == latentDims(state);
    if (isReady)
      drawContent(state, graphics, requests);
    else
      drawEmptyState("Traverse",
                     "Sliders through the latent space, and the images the model decodes there, "
                     "appear here.",
                     state, requests);
  }
  ui::endPanel();
}

}  // namespace latlas::app
