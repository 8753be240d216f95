#include "app/dataset/data_means.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <string>

#include "app/session/sample_text.h"
#include "app/ui/mini_chart.h"
#include "app/ui/probes.h"
#include "app/ui/sample_chart.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kPicture = 56.0f, kGap = 6.0f;
constexpr float kChartWidth = 260.0f, kChartHeight = 130.0f;
constexpr int kTextureColumns = 16;

struct Mean {
  std::string name;  // "all" or the class's
  std::string from;  // "6,313 rows"
  int tile = 0;      // of summary.means
};

Mean meanAt(const DataSummary& summary, int tile) {
  const data::Statistics& statistics = summary.statistics;
  if (tile == 0) return {"all", ui::grouped(statistics.rowsRead), tile};
  const auto at = static_cast<std::size_t>(tile - 1);
  const auto label = static_cast<std::size_t>(statistics.meanClasses[at]);
  return {summary.dataset->info().classes[label], ui::grouped(statistics.meanRows[at]), tile};
}

std::span<const float> valuesOf(const DataSummary& summary, int tile) {
  const auto width = static_cast<std::size_t>(summary.dataset->info().shape.size());
  if (tile == 0) return summary.statistics.meanSample;
  return std::span(summary.statistics.classMeans)
      .subspan(static_cast<std::size_t>(tile - 1) * width, width);
}

void drawPicture(const DataSummary& summary, const std::shared_ptr<const data::Images>& images,
                 int tile, const ui::Rect& area, ui::Graphics& graphics) {
  if (summary.dataset->info().shape.kind == data::Kind::vectors)
    return ui::drawMiniChart(*ImGui::GetWindowDrawList(), area, valuesOf(summary, tile));
  const auto columns = static_cast<int>(std::min<std::int64_t>(images->count, kTextureColumns));
  const ui::TextureView texture = graphics.images("means", images, columns);
  if (texture.empty()) return;
  const auto column = static_cast<float>(tile % columns), line = static_cast<float>(tile / columns);
  const auto width = static_cast<float>(images->shape.width);
  const auto height = static_cast<float>(images->shape.height);
  const ImVec2 whole(static_cast<float>(texture.width), static_cast<float>(texture.height));
  const float zoom =
      std::min((area.max.x - area.min.x) / width, (area.max.y - area.min.y) / height);
  const ImVec2 size(width * zoom, height * zoom);
  const ImVec2 min((area.min.x + area.max.x - size.x) / 2, (area.min.y + area.max.y - size.y) / 2);
  ImGui::GetWindowDrawList()->AddImage(texture.id, min, {min.x + size.x, min.y + size.y},
                                       {column * width / whole.x, line * height / whole.y},
                                       {(column + 1) * width / whole.x,
                                        (line + 1) * height / whole.y});
}

void meanTooltip(const DataSummary& summary, const Mean& mean) {
  const data::DatasetInfo& info = summary.dataset->info();
  ImGui::BeginTooltip();
  ImGui::TextUnformatted((mean.name + ", mean of " + mean.from + " " + samplesName(info)).c_str());
  if (!info.variables.empty()) {
    const ui::ChartedSample sample{"", ui::palette().chartTrain, valuesOf(summary, mean.tile)};
    const float rows = ui::sampleRowsHeight(info.variables.size(), 1);
    ui::sampleChart("Data/Mean values",
                    {ui::scaled(kChartWidth), rows > 0.0f ? rows : ui::scaled(kChartHeight)},
                    {&sample, 1}, info.variables);
  }
  ImGui::EndTooltip();
}

void drawMean(const DataSummary& summary, const std::shared_ptr<const data::Images>& images,
              int tile, float side, ui::Graphics& graphics) {
  const Mean mean = meanAt(summary, tile);
  const float line = ImGui::GetFontSize();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Dummy({side, side + line + ui::scaled(2.0f)});
  const ui::Rect area{corner, {corner.x + side, corner.y + side}};
  drawPicture(summary, images, tile, area, graphics);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRect(area.min, area.max, ImGui::GetColorU32(ui::palette().border));
  const std::string name = ui::elided(mean.name, side);
  const float left = corner.x + (side - ImGui::CalcTextSize(name.c_str()).x) / 2;
  list->AddText({std::max(corner.x, left), area.max.y + ui::scaled(2.0f)},
                ImGui::GetColorU32(ui::palette().textSecondary), name.c_str());
  ui::recordProbe("Data/Means/" + mean.name, area.min, area.max, true, mean.from);
  if (ImGui::IsItemHovered()) meanTooltip(summary, mean);
}

std::string rangeText(const DataSummary& summary) {
  const data::Statistics& statistics = summary.statistics;
  const data::DatasetInfo& info = summary.dataset->info();
  std::string text;
  // Vectors are standardized, so that only their columns have a range to tell.
  if (info.shape.kind == data::Kind::images)
    text = "pixels " + shortNumber(static_cast<double>(statistics.least)) + " to " +
           shortNumber(static_cast<double>(statistics.most)) + ", mean " +
           shortNumber(static_cast<double>(statistics.mean));
  if (statistics.missing > 0)
    text += (text.empty() ? "" : ", ") + ui::grouped(statistics.missing) + " values missing";
  if (statistics.isSample(info))
    text += (text.empty() ? "" : "; ") + std::string("from ") + ui::grouped(statistics.rowsRead) +
            " evenly spread " + samplesName(info);
  return text;
}

}  // namespace

void drawMeans(const AppState& state, ui::Graphics& graphics) {
  if (!state.summary) return;
  const DataSummary& summary = *state.summary;
  const bool areVectors = summary.dataset->info().shape.kind == data::Kind::vectors;
  // The mean of standardized columns is 0 everywhere; only the classes' differ.
  const int first = areVectors ? 1 : 0;
  const auto end = static_cast<int>(summary.statistics.meanClasses.size()) + 1;
  if (first >= end) return;
  if (!ui::fold("Data/Means", "",
                areVectors ? "The mean of each class, in deviations from the mean of all."
                           : "The mean of all images and of each class."))
    return;
  const auto images = std::shared_ptr<const data::Images>(state.summary, &summary.means);
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const ImVec2 spacing(ui::scaled(kGap), ui::scaled(2.0f));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, spacing);
  const float width = ImGui::GetContentRegionAvail().x + spacing.x;
  const int columns = std::max(1, static_cast<int>(width / ui::scaled(kPicture + kGap)));
  const float side = std::floor(width / static_cast<float>(columns) - spacing.x);
  ImGuiListClipper clipper;
  clipper.Begin((end - first + columns - 1) / columns,
                side + ImGui::GetFontSize() + ui::scaled(2.0f) + spacing.y);
  while (clipper.Step())
    for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line)
      for (int i = first + line * columns; i < std::min(end, first + (line + 1) * columns); ++i) {
        if (i > first + line * columns) ImGui::SameLine();
        drawMean(summary, images, i, side, graphics);
      }
  clipper.End();
  if (const std::string range = rangeText(summary); !range.empty()) {
    ui::hint(range);
    ui::recordProbe("Data/Means range", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                    range);
  }
  ImGui::PopStyleVar();
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace latlas::app
