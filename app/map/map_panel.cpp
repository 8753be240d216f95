#include "app/map/map_panel.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/map/map_canvas.h"
#include "app/map/map_keys.h"
#include "app/map/point_colours.h"
#include "app/session/empty_state.h"
#include "app/session/facts.h"
#include "app/session/sample_text.h"
#include "app/ui/probes.h"
#include "app/ui/sample_chart.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

constexpr float kHoveredImage = 96.0f;  // pixels at 100 %, a side of each of the two
constexpr float kHoveredChart = 300.0f, kHoveredLines = 140.0f;  // pixels at 100 %
constexpr std::size_t kShownCoordinates = 6;  // of mu; more would make the tooltip a wall

// Colouring 10,000 points costs a virtual call each, so it is done when something changed.
void refreshCloud(MapState& map) {
  const ColouredFrom wanted{map.map, map.colourBy, ui::currentTheme()};
  if (map.cloud && map.cloudFrom == wanted) return;
  ColouredMap coloured = colouredMap(*map.map, map.colourBy);
  map.cloud = std::move(coloured.cloud);
  map.colours = std::move(coloured.colours);
  map.cloudFrom = wanted;
}

void drawToolbar(AppState& state, Requests& requests) {
  const std::vector<ColourChoice> choices = colourChoices(*state.map.map->dataset);
  std::vector<std::string> names;
  int choice = 0;
  for (const ColourChoice& one : choices) {
    if (one.colourBy == state.map.colourBy) choice = static_cast<int>(names.size());
    names.push_back(one.name);
  }
  // In a narrow panel this field makes room for the two controls after it.
  ui::nextFieldWidth(std::clamp(ImGui::GetContentRegionAvail().x - ui::scaled(190.0f),
                                ui::scaled(100.0f), ui::scaled(220.0f)));
  if (ui::choice("Map/Colour by", choice, names,
                 "What the points' colours show: the class, a factor or a column of each sample. "
                 "Training uses none of them."))
    state.map.colourBy = choices[static_cast<std::size_t>(choice)].colourBy;
  ImGui::SameLine(0.0f, ui::scaled(16.0f));

  const bool canShow = isPlane(*state.map.map->layout);
  ui::nextFieldWidth(ui::scaled(110.0f));
  ui::toggle("Map/Manifold", state.map.showManifold,
             canShow
                 ? "Shows beneath the points what the decoder makes of each place. Default: off."
                 : "Only a latent space of two dimensions can be shown beneath its points.",
             canShow);
  ImGui::SameLine(0.0f, ui::scaled(16.0f));
  if (ui::button("Map/Fit",
                 "Shows all points, and follows them again while they move (F, or a double click "
                 "on the map). The wheel zooms, the right or middle button pans."))
    fitMap(state, requests);
  ImGui::SameLine(0.0f, ui::scaled(16.0f));
  ImGui::AlignTextToFramePadding();
  const std::string caption = ui::grouped(std::ssize(state.map.map->rows)) + " " +
                              samplesName(state.map.map->dataset->info()) + ", step " +
                              ui::grouped(state.map.map->step);
  const float width = ImGui::CalcTextSize(caption.c_str()).x;
  if (ImGui::GetContentRegionAvail().x < width) return ImGui::NewLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width);
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(caption.c_str());
  ImGui::PopStyleColor();
  ui::tooltipForLastItem("Posterior means mu of these samples, with the weights of this step.");
}

std::string muText(const inference::LatentMap& map, std::size_t point) {
  const auto dims = static_cast<std::size_t>(map.latent);
  std::string text = "mu = (";
  for (std::size_t d = 0; d < std::min(dims, kShownCoordinates); ++d) {
    char number[32];
    std::snprintf(number, sizeof number, "%s%.2f", d == 0 ? "" : ", ",
                  static_cast<double>(map.mu[point * dims + d]));
    text += number;
  }
  return text + (dims > kShownCoordinates ? ", ...)" : ")");
}

// The answer to the point before this one would show the wrong samples, so until the right one
// comes the place is kept free.
void drawHoveredImages(const std::shared_ptr<const inference::Reconstruction>& pair,
                       ui::Graphics& graphics) {
  const float side = ui::scaled(kHoveredImage);
  ui::TextureView texture;
  if (pair)
    texture = graphics.images("hovered", std::shared_ptr<const data::Images>(pair, &pair->pair), 2);
  ui::image("Map/Hovered", texture, {2 * side, side});
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float left = ImGui::GetCursorPosX();
  ImGui::TextDisabled("original");
  ImGui::SameLine(left + side);
  ImGui::TextDisabled("reconstruction");
  if (ui::smallFont()) ImGui::PopFont();
}

void drawHoveredCharts(const inference::Reconstruction* pair,
                       const std::vector<data::Variable>& variables) {
  const std::size_t count = variables.size();
  const std::span<const float> values =
      pair ? std::span<const float>(pair->values) : std::span<const float>();
  std::vector<ui::ChartedSample> samples;
  if (values.size() == 2 * count)
    samples = {{"original", ui::palette().chartTrain, values.first(count)},
               {"reconstruction", ui::palette().chartHeldOut, values.last(count)}};
  const float rows = ui::sampleRowsHeight(count, 2);
  ui::sampleChart("Map/Hovered",
                  {ui::scaled(kHoveredChart), rows > 0.0f ? rows : ui::scaled(kHoveredLines)},
                  samples, variables);
}

void drawHoveredTooltip(const AppState& state, ui::Graphics& graphics) {
  const inference::LatentMap& map = *state.map.map;
  const auto point = static_cast<std::size_t>(*state.map.hoveredPoint);
  const std::int64_t row = map.rows[point];
  const auto pair = state.hovered && state.hovered->row == row ? state.hovered : nullptr;
  ImGui::BeginTooltip();
  if (map.dataset->info().shape.kind == data::Kind::vectors)
    drawHoveredCharts(pair.get(), map.dataset->info().variables);
  else
    drawHoveredImages(pair, graphics);
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const ImVec2 tight(ImGui::GetStyle().ItemSpacing.x, ui::scaled(1.0f));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, tight);
  for (const std::string& line : describeSample(*map.dataset, row))
    ImGui::TextUnformatted(line.c_str());
  ImGui::TextUnformatted(muText(map, point).c_str());
  ImGui::PopStyleVar();
  if (ui::smallFont()) ImGui::PopFont();
  ImGui::EndTooltip();
}

}  // namespace

void drawMapPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Latent map", size, state.preferences.mapOpen)) {
    if (!state.map.map) {
      drawEmptyState("Map",
                     "Where each sample lies in the latent space appears here, live while the "
                     "model learns. Press or drag anywhere to decode that place.",
                     state, requests);
    } else {
      drawToolbar(state, requests);
      refreshCloud(state.map);
      const ImVec2 room = ImGui::GetContentRegionAvail();
      drawMapCanvas(state, graphics, room);
      if (state.map.hoveredPoint) drawHoveredTooltip(state, graphics);
    }
  }
  ui::endPanel();
}

}  // namespace latlas::app
