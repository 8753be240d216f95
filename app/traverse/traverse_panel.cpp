#include "app/traverse/traverse_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "app/session/empty_state.h"
#include "app/session/facts.h"
#include "app/traverse/traverse_grid.h"
#include "app/traverse/traverse_keys.h"
#include "app/ui/compact_rows.h"
#include "app/ui/probes.h"
#include "app/ui/sample_chart.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

const std::array<std::string, 3> kGridNames{"samples", "manifold", "traversal"};

// Images a side; 400 of them are decoded in well under a second.
constexpr int kLeastSide = 2, kMostSide = 20;
// Standard deviations of the prior.
constexpr float kLeastRange = 0.5f, kMostRange = 10.0f;
// Of the panel's height: more sliders than fit into this scroll, so that the images stay in view.
constexpr float kSlidersShare = 0.2f;
constexpr float kLeastSliderRows = 3.0f;
constexpr float kLeastImage = 96.0f, kLineHeight = 170.0f;  // pixels at 100 %
// Of the room for a decoded vector and the grid: a chart's rows need more than the grid's charts.
constexpr float kChartShare = 0.62f;

void drawCaption(const TraverseState& traverse) {
  const std::string text =
      traverse.preview ? "decoded with the weights of step " + ui::grouped(traverse.preview->step)
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

bool areVectors(const AppState& state) {
  return state.dataset && state.dataset->info().shape.kind == data::Kind::vectors;
}

void drawPreview(const AppState& state, ui::Graphics& graphics, ImVec2 size) {
  const TraverseState& traverse = state.traverse;
  if (areVectors(state)) {
    std::vector<ui::ChartedSample> samples;
    if (traverse.preview)
      samples.push_back({"", ui::palette().chartTrain, traverse.preview->values});
    ui::sampleChart("Traverse/Preview", size, samples, state.dataset->info().variables);
  } else {
    ui::image("Traverse/Preview", previewTexture(traverse, graphics), size);
  }
  drawCaption(traverse);
}

// What the decoded sample takes of the `room` that it shares with the grid.
float previewHeight(const AppState& state, float width, float room) {
  const float least = ui::scaled(kLeastImage);
  if (!areVectors(state)) return std::clamp(room / 2, least, std::max(least, width));
  const float rows = ui::sampleRowsHeight(state.dataset->info().variables.size(), 1);
  const float most = std::max(least, room * kChartShare);
  return rows > 0.0f && rows <= most ? std::max(least, rows)
                                     : std::clamp(ui::scaled(kLineHeight), least, most);
}

float slidersHeight(const AppState& state, float row, float room) {
  const float fitting = std::max(kLeastSliderRows, std::floor(kSlidersShare * room / row));
  return row * std::min(static_cast<float>(latentDims(state)), fitting);
}

void drawSliders(AppState& state, float height) {
  ImGui::BeginChild("sliders", {0.0f, height}, false);
  for (std::size_t i = 0; i < state.traverse.z.size(); ++i)
    ui::slider("Traverse/z" + std::to_string(i), state.traverse.z[i], -state.traverse.range,
               state.traverse.range,
               "Latent coordinate " + std::to_string(i) +
                   ", in standard deviations of the prior. What is decoded follows at once; the "
                   "number can be typed. Default: 0.");
  ImGui::EndChild();
}

void drawPlaceButtons(AppState& state, Requests& requests) {
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = (ImGui::GetContentRegionAvail().x - gap) / 2;
  if (ui::button("Traverse/Reset", "Goes to the latent origin, z = 0 (0).",
                 {ui::Emphasis::normal, width, true}))
    zeroLatent(state, requests);
  ImGui::SameLine();
  if (ui::button("Traverse/Random", "Goes to a draw from the prior, z ~ N(0, I) (R).",
                 {ui::Emphasis::normal, width, true}))
    randomLatent(state, requests);
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

bool hasAxes(const AppState& state) {
  return state.traverse.grid == GridKind::manifold && latentDims(state) > 2;
}

void drawGridControls(AppState& state, Requests& requests) {
  TraverseState& traverse = state.traverse;
  int kind = static_cast<int>(traverse.grid);
  if (ui::choice("Traverse/grid", kind, kGridNames,
                 "samples: draws from the prior. manifold: a lattice over two latent axes. "
                 "traversal: a row for each axis, which goes from -range to +range while the "
                 "others stay at z (G). Default: manifold."))
    traverse.grid = static_cast<GridKind>(kind);
  const float exportWidth = ui::scaled(80.0f);
  ui::nextFieldWidth(ImGui::GetContentRegionAvail().x - exportWidth -
                     ImGui::GetStyle().ItemSpacing.x);
  ui::number("Traverse/side", traverse.gridSide, kLeastSide, kMostSide,
             "Images a side of the grid. Default: 8.");
  ImGui::SameLine();
  if (ui::button("Traverse/Export",
                 "Saves this grid as PNG, each sample enlarged by a whole number (Ctrl+E).",
                 {ui::Emphasis::normal, exportWidth, true}))
    exportGrid(state, requests);
  if (hasAxes(state)) drawAxes(traverse, latentDims(state));
  if (traverse.grid == GridKind::samples &&
      ui::button("Traverse/Resample", "Draws new samples from the prior.",
                 {ui::Emphasis::normal, -1.0f, true}))
    ++traverse.sampleSeed;
}

// The decoded image and the grid share what the controls between them leave.
void drawContent(AppState& state, ui::Graphics& graphics, Requests& requests) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float usualGap = ImGui::GetStyle().ItemSpacing.y;
  {
    const CompactRows compact(CompactRows::Of::fields);
    const float gap = ImGui::GetStyle().ItemSpacing.y;
    const float row = ImGui::GetFrameHeight() + gap;
    const float sliders = slidersHeight(state, row, room.y);
    // Place buttons and range above, grid and side below; some grids have a row more.
    const bool hasMore = hasAxes(state) || state.traverse.grid == GridKind::samples;
    const float caption = ImGui::GetTextLineHeight() + gap;
    const float fixed = caption + sliders + row * (hasMore ? 5.0f : 4.0f) + 2 * gap + usualGap;
    drawPreview(state, graphics, {room.x, previewHeight(state, room.x, room.y - fixed)});
    drawSliders(state, sliders);
    drawPlaceButtons(state, requests);
    ImGui::Dummy({0.0f, 0.0f});
    drawGridControls(state, requests);
  }
  const float rest = ImGui::GetContentRegionAvail().y;
  drawTraverseGrid(state.traverse, graphics, {room.x, std::max(ui::scaled(kLeastImage), rest)});
}

}  // namespace

ui::TextureView previewTexture(const TraverseState& traverse, ui::Graphics& graphics) {
  const auto& preview = traverse.preview;
  if (!preview) return {};
  return graphics.images("preview", std::shared_ptr<const data::Images>(preview, &preview->images),
                         1);
}

void drawTraversePanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Traverse", size, state.preferences.traverseOpen)) {
    const bool isReady = latentDims(state) > 0 && std::ssize(state.traverse.z) == latentDims(state);
    if (isReady)
      drawContent(state, graphics, requests);
    else
      drawEmptyState("Traverse",
                     "Sliders through the latent space, and what the model decodes there, "
                     "appear here.",
                     state, requests);
  }
  ui::endPanel();
}

}  // namespace latlas::app
