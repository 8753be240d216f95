#include "core/data/arrays/known_factors.h"

#include <array>
#include <cmath>
#include <set>

#include "core/data/arrays/array_labels.h"

namespace latlas::data {
namespace {

const std::vector<std::string> kSpritesNames{"color",       "shape", "scale",
                                             "orientation", "posX",  "posY"};
const std::vector<std::string> kSpritesShapes{"square", "ellipse", "heart"};

const std::vector<std::string> k3dShapesNames{"floor_hue", "wall_hue", "object_hue",
                                              "scale",     "shape",    "orientation"};
const std::vector<std::string> k3dShapesShapes{"cube", "cylinder", "sphere", "capsule"};
constexpr std::array<std::size_t, 6> k3dShapesLevels{10, 10, 10, 8, 4, 15};
constexpr std::size_t kShapeColumn = 4;

void setUnit(DatasetInfo& info, const std::string& factor, const std::string& unit) {
  for (Factor& one : info.factors)
    if (one.name == factor) one.unit = unit;
}

// The name of each shape that occurs, `first` being the number of the first shape; where 0 occurs
// it is the first, since then they are levels.
std::vector<std::string> shapesOf(const DatasetInfo& info, const std::vector<std::string>& shapes,
                                  double first) {
  std::vector<std::string> names;
  for (const Factor& factor : info.factors) {
    if (factor.name != "shape") continue;
    if (!factor.values.empty() && factor.values.front() == 0.0) first = 0.0;
    for (const double value : factor.values) {
      const double at = value - first;
      const bool isKnown =
          at >= 0.0 && at < static_cast<double>(shapes.size()) && std::trunc(at) == at;
      if (!isKnown) return {};
      names.push_back(shapes[static_cast<std::size_t>(at)]);
    }
  }
  return names;
}

}  // namespace

void addSpritesFactors(const ArrayValues& values, const std::vector<std::string>& names,
                       std::int64_t count, const std::filesystem::path& path, DatasetInfo& info,
                       Annotations& annotations) {
  const bool isNamed = std::ssize(names) == values.columns();
  const bool isUsual = std::ssize(kSpritesNames) == values.columns();
  addFactors(values,
             isNamed   ? names
             : isUsual ? kSpritesNames
                       : names,
             count, path, info, annotations);
  setUnit(info, "orientation", "rad");
  classesFromFactor("shape", shapesOf(info, kSpritesShapes, 1.0), info, annotations);
}

bool are3dShapesLabels(const ArrayValues& values) {
  constexpr std::size_t width = k3dShapesLevels.size();
  if (values.isText || values.dims.size() != 2 || values.columns() != std::ssize(k3dShapesLevels))
    return false;
  std::array<std::set<double>, width> levels;
  for (std::size_t i = 0; i < values.numbers.size(); ++i) {
    const std::size_t column = i % width;
    const double number = values.numbers[i];
    if (!std::isfinite(number)) return false;
    if (column == kShapeColumn && (number < 0.0 || number > 3.0 || std::trunc(number) != number))
      return false;
    levels[column].insert(number);
    if (levels[column].size() > k3dShapesLevels[column]) return false;
  }
  // Labels of zeros and ones only are rather six answers of yes or no.
  for (const auto& column : levels)
    if (!column.empty() && (*column.begin() < 0.0 || *column.rbegin() > 1.0)) return true;
  return false;
}

void add3dShapesFactors(const ArrayValues& values, std::int64_t count,
                        const std::filesystem::path& path, DatasetInfo& info,
                        Annotations& annotations) {
  addFactors(values, k3dShapesNames, count, path, info, annotations);
  setUnit(info, "orientation", "deg");
  classesFromFactor("shape", shapesOf(info, k3dShapesShapes, 0.0), info, annotations);
}

}  // namespace latlas::data
