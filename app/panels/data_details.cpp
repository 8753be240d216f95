#include "app/panels/data_details.h"

#include <imgui.h>

#include <filesystem>
#include <string>

#include "app/panels/compact_rows.h"
#include "app/panels/data_lists.h"
#include "app/panels/data_means.h"
#include "app/panels/format.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

const char* kindText(const data::Shape& shape) {
  if (shape.kind == data::Kind::vectors) return "vectors";
  return shape.channels == 1 ? "grey images" : "colour images";
}

void drawFile(const data::DatasetInfo& info) {
  const bool isPath = !info.source.starts_with("builtin:");
  const std::filesystem::path path(info.source);
  const std::string name = isPath && path.has_filename() ? path.filename().string() : info.source;
  const float copyWidth = ui::scaled(52.0f);
  ui::nextFieldWidth(ImGui::GetContentRegionAvail().x - copyWidth -
                     ImGui::GetStyle().ItemSpacing.x);
  ui::fact("Data/file", name, info.source);
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - copyWidth);
  if (ui::button("Data/Copy", "Copies the whole path: " + info.source,
                 {ui::Emphasis::quiet, copyWidth, true}))
    ImGui::SetClipboardText(info.source.c_str());
}

}  // namespace

std::string memoryText(const data::DatasetInfo& info) {
  // No number takes less than a byte, so a dataset that holds less than that is not in memory.
  const std::int64_t least = info.count * info.shape.size();
  if (info.memoryBytes >= least) return byteSize(info.memoryBytes);
  return "read in place, " + byteSize(info.memoryBytes) + " held";
}

void drawDataDetails(AppState& state, ui::Graphics& graphics) {
  const data::DatasetInfo& info = state.dataset->info();
  {
    const CompactRows compact(CompactRows::Of::facts);
    ui::fact("Data/kind", kindText(info.shape));
    ui::fact("Data/format", info.format);
    if (!info.values.empty())
      ui::fact("Data/values", info.values, "How each number is stored, and its range.");
    ui::fact("Data/memory", memoryText(info),
             "What the dataset holds in memory. One that is read in place, or from the cache of "
             "decoded samples, holds little and may be of any size.");
    drawFile(info);
    if (const std::string options = data::toString(info.options); !options.empty())
      ui::fact("Data/opened as", options,
               "What was chosen when it was opened; all else is as usual.");
  }
  drawClassList(state);
  drawFactorList(info);
  drawColumnList(state);
  drawMeans(state, graphics);
}

}  // namespace latlas::app
