#include "app/map/point_colours.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <span>

#include "app/ui/theme.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// More kinds of a number than this are hard to tell apart by colour, so they are shown as a scale.
constexpr std::size_t kMostKinds = 12;
// Texts have no scale; with more of them colours say nothing.
constexpr std::size_t kMostTexts = 24;
// Of 255: points that overlap still show how many they are.
constexpr std::uint32_t kPointAlpha = 215;
// Of the points, left out at either end of a column's scale: one odd value must not make all others
// look alike.
constexpr double kLeftOut = 0.02;

// The colour of a row, without its alpha.
using RowColour = std::function<std::uint32_t(std::int64_t row)>;

std::uint32_t missingColour() {
  return ImGui::ColorConvertFloat4ToU32(ui::palette().textSecondary);
}

// Values 1, 2, 3 (or 0, 1, 2) number kinds, as the shapes of dSprites. `values` ascend.
bool countsKinds(std::span<const double> values) {
  if (values.empty() || values.size() > kMostKinds) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] != values.front() + static_cast<double>(i)) return false;
  return values.front() == 0.0 || values.front() == 1.0;
}

ColourScale scaleOf(const data::Factor& factor) {
  if (factor.unit == "rad" || factor.unit == "deg") return ColourScale::cyclic;
  return factor.unit.empty() && countsKinds(factor.values) ? ColourScale::categories
                                                           : ColourScale::continuous;
}

// "b2" before "b10", whatever the case.
bool comesBefore(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  while (i < a.size() && j < b.size()) {
    if (isDigit(a[i]) && isDigit(b[j])) {
      const std::size_t beginA = a.find_first_not_of('0', i), beginB = b.find_first_not_of('0', j);
      std::size_t endA = std::min(beginA, a.size()), endB = std::min(beginB, b.size());
      const std::size_t startA = endA, startB = endB;
      while (endA < a.size() && isDigit(a[endA])) ++endA;
      while (endB < b.size() && isDigit(b[endB])) ++endB;
      if (endA - startA != endB - startB) return endA - startA < endB - startB;
      if (const int order = a.compare(startA, endA - startA, b, startB, endB - startB); order != 0)
        return order < 0;
      i = endA;
      j = endB;
      continue;
    }
    const int x = std::tolower(static_cast<unsigned char>(a[i]));
    const int y = std::tolower(static_cast<unsigned char>(b[j]));
    if (x != y) return x < y;
    ++i;
    ++j;
  }
  return a.size() - i < b.size() - j;
}

RowColour byClass(const data::Dataset& dataset, MapColours& colours) {
  const data::DatasetInfo& info = dataset.info();
  colours.name = "class";
  colours.categories = info.classes;
  if (info.classes.empty())
    return [](std::int64_t) { return ImGui::ColorConvertFloat4ToU32(ui::palette().accent); };
  colours.scale = ColourScale::categories;
  return [&dataset, &colours](std::int64_t row) {
    const int label = dataset.label(row);
    if (label < 0) colours.hasMissing = true;
    return label < 0 ? missingColour() : ui::classColour(label);
  };
}

RowColour byFactor(const data::Dataset& dataset, int index, MapColours& colours) {
  const data::DatasetInfo& info = dataset.info();
  const data::Factor& factor = info.factors[static_cast<std::size_t>(index)];
  colours.scale = scaleOf(factor);
  colours.name = factor.name + (factor.unit.empty() ? "" : " (" + factor.unit + ")");
  if (!factor.values.empty()) {
    colours.low = factor.values.front();
    colours.high = factor.values.back();
  }
  const auto level = [&dataset, index](std::int64_t row) {
    return std::max(0, dataset.factorLevel(row, index));
  };
  if (colours.scale == ColourScale::categories) {
    // The classes name the factor's kinds when they were made from it.
    if (factor.values.size() == info.classes.size()) colours.categories = info.classes;
    for (std::size_t i = colours.categories.size(); i < factor.values.size(); ++i)
      colours.categories.push_back(factor.name + " " + shortNumber(factor.values[i]));
    return [level](std::int64_t row) { return ui::classColour(level(row)); };
  }
  if (colours.scale == ColourScale::cyclic) {
    colours.turn = factor.unit == "rad" ? 2.0 * std::numbers::pi : 360.0;
    return [level, &factor, &colours](std::int64_t row) {
      return angleColour(colours, factor.values.at(static_cast<std::size_t>(level(row))));
    };
  }
  const auto last = static_cast<float>(std::max<std::size_t>(2, factor.values.size()) - 1);
  return [level, last](std::int64_t row) {
    return ui::continuousColour(static_cast<float>(level(row)) / last);
  };
}

RowColour byTexts(const data::Column& column, MapColours& colours) {
  colours.scale = ColourScale::categories;
  std::vector<std::size_t> order(column.texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return comesBefore(column.texts[a], column.texts[b]);
  });
  std::vector<int> places(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    places[order[i]] = static_cast<int>(i);
    colours.categories.push_back(column.texts[order[i]]);
  }
  return [&column, places, &colours](std::int64_t row) {
    const std::int32_t code = column.codes[static_cast<std::size_t>(row)];
    if (code < 0) colours.hasMissing = true;
    return code < 0 ? missingColour() : ui::classColour(places[static_cast<std::size_t>(code)]);
  };
}

RowColour byNumbers(const data::Column& column, const std::vector<std::int64_t>& rows,
                    MapColours& colours) {
  std::vector<double> values;
  for (const std::int64_t row : rows)
    if (const double value = column.numbers[static_cast<std::size_t>(row)]; std::isfinite(value))
      values.push_back(value);
  colours.hasMissing = values.size() < rows.size();
  std::sort(values.begin(), values.end());
  colours.scale = ColourScale::continuous;
  if (values.empty()) return [](std::int64_t) { return missingColour(); };
  std::vector<double> kinds = values;
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  if (countsKinds(kinds)) {
    colours.scale = ColourScale::categories;
    for (const double kind : kinds) colours.categories.push_back(shortNumber(kind));
  }
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  colours.low = at(kLeftOut);
  colours.high = at(1.0 - kLeftOut);
  // Most of them may be one value, from which the others are to be told.
  if (colours.low == colours.high) colours.low = values.front(), colours.high = values.back();
  colours.hasBelow = values.front() < colours.low;
  colours.hasAbove = values.back() > colours.high;
  return [&column, &colours, first = kinds.front()](std::int64_t row) {
    const double value = column.numbers[static_cast<std::size_t>(row)];
    if (!std::isfinite(value)) return missingColour();
    if (colours.scale == ColourScale::categories)
      return ui::classColour(static_cast<int>(value - first));
    const double range = colours.high - colours.low;
    return ui::continuousColour(range > 0.0 ? static_cast<float>((value - colours.low) / range)
                                            : 0.5f);
  };
}

}  // namespace

std::vector<ColourChoice> colourChoices(const data::Dataset& dataset) {
  const data::DatasetInfo& info = dataset.info();
  std::vector<ColourChoice> choices{{-1, info.classes.empty() ? "none" : "class"}};
  int index = 0;
  for (const data::Factor& factor : info.factors) choices.push_back({index++, factor.name});
  for (const data::Column& column : dataset.columns()) {
    const bool isFew = column.texts.size() >= 2 && column.texts.size() <= kMostTexts;
    if (!column.isText() || isFew) choices.push_back({index, column.name});
    ++index;
  }
  return choices;
}

int firstColouring(const data::Dataset& dataset) {
  const data::DatasetInfo& info = dataset.info();
  int chosen = -1;
  std::size_t mostLevels = 0;
  for (int i = 0; i < static_cast<int>(info.factors.size()); ++i) {
    const data::Factor& factor = info.factors[static_cast<std::size_t>(i)];
    if (scaleOf(factor) != ColourScale::continuous || factor.values.size() <= mostLevels) continue;
    mostLevels = factor.values.size();
    chosen = i;
  }
  if (chosen >= 0 || !info.classes.empty() || !info.factors.empty()) return chosen;
  for (const ColourChoice& choice : colourChoices(dataset)) {
    if (choice.colourBy < 0) continue;
    if (dataset.columns()[static_cast<std::size_t>(choice.colourBy)].isText())
      return choice.colourBy;
    if (chosen < 0) chosen = choice.colourBy;
  }
  return chosen;
}

std::uint32_t angleColour(const MapColours& colours, double angle) {
  const double turns = angle / colours.turn;
  return ui::cyclicColour(static_cast<float>(turns - std::floor(turns)));
}

ColouredMap colouredMap(const inference::LatentMap& map, int colourBy) {
  const data::Dataset& dataset = *map.dataset;
  ColouredMap result;
  const auto factors = static_cast<int>(dataset.info().factors.size());
  const int column = colourBy - factors;
  RowColour colour;
  if (colourBy >= 0 && column < 0)
    colour = byFactor(dataset, colourBy, result.colours);
  else if (column >= 0 && column < std::ssize(dataset.columns())) {
    const data::Column& chosen = dataset.columns()[static_cast<std::size_t>(column)];
    result.colours.name = chosen.name;
    colour = chosen.isText() ? byTexts(chosen, result.colours)
                             : byNumbers(chosen, map.rows, result.colours);
  } else {
    colour = byClass(dataset, result.colours);
  }
  auto cloud = std::make_shared<ui::PointCloud>();
  const std::span<const float> positions = map.layout->positions();
  cloud->xy.assign(positions.begin(), positions.end());
  cloud->colours.reserve(map.rows.size());
  for (const std::int64_t row : map.rows)
    cloud->colours.push_back((colour(row) & ~IM_COL32_A_MASK) | (kPointAlpha << IM_COL32_A_SHIFT));
  result.cloud = std::move(cloud);
  return result;
}

}  // namespace latlas::app
