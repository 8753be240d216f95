#include "app/session/sample_text.h"

#include <algorithm>

#include "app/ui/probes.h"
#include "app/ui/sample_chart.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

constexpr std::size_t kMostLines = 14;
// Pixels at 100 %.
constexpr float kChartWidth = 260.0f, kLineChartHeight = 130.0f;

// Before a tooltip is left of the pointer, it is as wide as this many characters.
constexpr std::size_t kMostLetters = 80;

std::string shortened(std::string text) {
  if (text.size() <= kMostLetters) return text;
  std::size_t end = kMostLetters;
  // Not inside a UTF-8 sequence.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

const char* samplesName(const data::DatasetInfo& info) {
  return info.shape.kind == data::Kind::vectors ? "rows" : "images";
}

const char* sampleName(const data::DatasetInfo& info) {
  return info.shape.kind == data::Kind::vectors ? "row" : "image";
}

std::vector<std::string> describeSample(const data::Dataset& dataset, std::int64_t row) {
  const data::DatasetInfo& info = dataset.info();
  std::vector<std::string> lines{std::string(sampleName(info)) + " " + ui::grouped(row)};
  if (const int label = dataset.label(row); label >= 0 && label < std::ssize(info.classes))
    lines.push_back("class " + info.classes[static_cast<std::size_t>(label)]);
  for (int f = 0; f < std::ssize(info.factors); ++f) {
    const data::Factor& factor = info.factors[static_cast<std::size_t>(f)];
    const auto level = static_cast<std::size_t>(dataset.factorLevel(row, f));
    if (level >= factor.values.size()) continue;
    std::string line = factor.name + " " + shortNumber(factor.values[level]);
    if (!factor.unit.empty()) line += " " + factor.unit;
    lines.push_back(std::move(line));
  }
  for (const data::Column& column : dataset.columns())
    if (std::string text = column.text(row); !text.empty())
      lines.push_back(shortened(column.name + " " + text));
  if (lines.size() > kMostLines) {
    const std::size_t hidden = lines.size() - kMostLines + 1;
    lines.resize(kMostLines - 1);
    lines.push_back("and " + std::to_string(hidden) + " more");
  }
  return lines;
}

void sampleTooltip(const data::Dataset& dataset, std::int64_t row, std::span<const float> values) {
  ImGui::BeginTooltip();
  std::string text;
  for (const std::string& line : describeSample(dataset, row)) {
    if (!text.empty()) text += "\n";
    text += line;
  }
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::TextUnformatted(text.c_str());
  if (ui::smallFont()) ImGui::PopFont();
  const std::vector<data::Variable>& variables = dataset.info().variables;
  if (!values.empty() && values.size() == variables.size()) {
    const ui::ChartedSample sample{"", ui::palette().chartTrain, values};
    const float rows = ui::sampleRowsHeight(variables.size(), 1);
    const float height = rows > 0.0f ? rows : ui::scaled(kLineChartHeight);
    ui::sampleChart("Data/Sample values", {ui::scaled(kChartWidth), height}, {&sample, 1},
                    variables);
  }
  const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  ui::recordProbe("Data/Sample", corner, {corner.x + size.x, corner.y + size.y}, true, text);
  ImGui::EndTooltip();
}

}  // namespace latlas::app
