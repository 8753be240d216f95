#include "app/dataset/data_details.h"

#include <imgui.h>

#include <filesystem>
#include <string>

#include "app/dataset/data_lists.h"
#include "app/dataset/data_means.h"
#include "app/ui/compact_rows.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"
#include "core/data/source.h"

namespace latlas::app {
namespace {

const char* kindText(const data::Shape& shape) {
  if (shape.kind == data::Kind::vectors) return "vectors";
  return shape.channels == 1 ? "grey images" : "colour images";
}

void drawFile(const data::DatasetInfo& info) {
  const bool isPath = !data::isBuiltin(info.source);
  const std::filesystem::path path(info.source);
  const std::string name = isPath && path.has_filename() ? path.filename().string() : info.source;
  if (ui::factWithAction("Data/file", name, info.source, "Copy",
                         "Copies the whole path: " + info.source))
    ImGui::SetClipboardText(info.source.c_str());
}

// As the file says, else as it was read.
std::string valuesText(const AppState& state) {
  const data::DatasetInfo& info = state.dataset->info();
  if (!info.values.empty() || !state.summary || info.shape.kind == data::Kind::vectors)
    return info.values;
  const data::Statistics& statistics = state.summary->statistics;
  return shortNumber(static_cast<double>(statistics.least)) + " to " +
         shortNumber(static_cast<double>(statistics.most)) + ", as read";
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
    if (const std::string values = valuesText(state); !values.empty())
      ui::fact("Data/values", values, "How each number is stored, and its range.");
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
