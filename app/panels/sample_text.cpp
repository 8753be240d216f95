#include "app/panels/sample_text.h"

#include "app/panels/format.h"
#include "app/ui/widgets.h"

namespace latlas::app {

std::vector<std::string> describeSample(const data::Dataset& dataset, std::int64_t row) {
  const data::DatasetInfo& info = dataset.info();
  std::vector<std::string> lines{"image " + ui::grouped(row)};
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
  return lines;
}

}  // namespace latlas::app
