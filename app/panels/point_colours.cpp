#include "app/panels/point_colours.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/panels/format.h"
#include "app/ui/theme.h"

namespace latlas::app {
namespace {

// More kinds than this are hard to tell apart by colour, so they are shown as a scale.
constexpr std::size_t kMostCategories = 12;
// Of 255: points that overlap still show how many they are.
constexpr std::uint32_t kPointAlpha = 215;

const data::Factor* factorOf(const data::DatasetInfo& info, int colourBy) {
  if (colourBy < 0 || colourBy >= std::ssize(info.factors)) return nullptr;
  return &info.factors[static_cast<std::size_t>(colourBy)];
}

// Values 1, 2, 3 (or 0, 1, 2) without a unit number kinds, as the shapes of dSprites.
bool countsKinds(const data::Factor& factor) {
  if (!factor.unit.empty() || factor.values.size() > kMostCategories) return false;
  for (std::size_t i = 0; i < factor.values.size(); ++i)
    if (factor.values[i] != factor.values.front() + static_cast<double>(i)) return false;
  return !factor.values.empty() && (factor.values.front() == 0.0 || factor.values.front() == 1.0);
}

}  // namespace

ColourScale colourScale(const data::DatasetInfo& info, int colourBy) {
  const data::Factor* factor = factorOf(info, colourBy);
  if (!factor) return info.classes.empty() ? ColourScale::single : ColourScale::categories;
  if (factor->unit == "rad" || factor->unit == "deg") return ColourScale::cyclic;
  return countsKinds(*factor) ? ColourScale::categories : ColourScale::continuous;
}

int firstColouring(const data::DatasetInfo& info) {
  int chosen = -1;
  std::size_t mostLevels = 0;
  for (int factor = 0; factor < static_cast<int>(info.factors.size()); ++factor) {
    const std::size_t levels = info.factors[static_cast<std::size_t>(factor)].values.size();
    if (colourScale(info, factor) != ColourScale::continuous || levels <= mostLevels) continue;
    mostLevels = levels;
    chosen = factor;
  }
  return chosen;
}

std::vector<std::string> colourChoices(const data::DatasetInfo& info) {
  std::vector<std::string> names{info.classes.empty() ? "none" : "class"};
  for (const data::Factor& factor : info.factors) names.push_back(factor.name);
  return names;
}

std::vector<std::string> categoryNames(const data::DatasetInfo& info, int colourBy) {
  if (colourScale(info, colourBy) != ColourScale::categories) return {};
  const data::Factor* factor = factorOf(info, colourBy);
  if (!factor) return info.classes;
  std::vector<std::string> names;
  // The classes name the factor's kinds when they were made from it.
  if (factor->values.size() == info.classes.size()) return info.classes;
  for (const double value : factor->values)
    names.push_back(factor->name + " " + shortNumber(value));
  return names;
}

std::uint32_t levelColour(const data::DatasetInfo& info, int colourBy, int level) {
  const data::Factor* factor = factorOf(info, colourBy);
  const auto levels = factor ? static_cast<float>(factor->values.size()) : 1.0f;
  switch (colourScale(info, colourBy)) {
    case ColourScale::single: return ImGui::ColorConvertFloat4ToU32(ui::palette().accent);
    case ColourScale::categories: return ui::classColour(std::max(0, level));
    case ColourScale::continuous:
      return ui::continuousColour(static_cast<float>(level) / std::max(1.0f, levels - 1.0f));
    case ColourScale::cyclic: {
      const double turn = factor->unit == "rad" ? 2.0 * std::numbers::pi : 360.0;
      const double turns = factor->values.at(static_cast<std::size_t>(level)) / turn;
      return ui::cyclicColour(static_cast<float>(turns - std::floor(turns)));
    }
  }
  return 0;
}

std::shared_ptr<const ui::PointCloud> colouredCloud(const train::LatentMap& map, int colourBy) {
  auto cloud = std::make_shared<ui::PointCloud>();
  cloud->xy = map.xy;
  cloud->colours.reserve(map.rows.size());
  const data::DatasetInfo& info = map.dataset->info();
  const bool byFactor = factorOf(info, colourBy) != nullptr;
  std::vector<std::uint32_t> colours;  // of the levels met so far; 0: not yet computed
  for (const std::int64_t row : map.rows) {
    const int level =
        std::max(0, byFactor ? map.dataset->factorLevel(row, colourBy) : map.dataset->label(row));
    const auto index = static_cast<std::size_t>(level);
    if (index >= colours.size()) colours.resize(index + 1);
    if (colours[index] == 0)
      colours[index] = (levelColour(info, colourBy, level) & ~IM_COL32_A_MASK) |
                       (kPointAlpha << IM_COL32_A_SHIFT);
    cloud->colours.push_back(colours[index]);
  }
  return cloud;
}

}  // namespace latlas::app
