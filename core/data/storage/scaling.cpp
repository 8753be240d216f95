#include "core/data/storage/scaling.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/parallel.h"

namespace latlas::data {
namespace {

// Numbers looked at as one piece: a few megabytes.
constexpr std::int64_t kPieceNumbers = std::int64_t{1} << 19;

// The digits that scikit-learn and UCI publish have the levels 0 to 16.
constexpr double kDigitLevels = 16.0;

struct Range {
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  void add(const Range& other) {
    least = std::min(least, other.least);
    most = std::max(most, other.most);
  }
};

Range rangeOf(std::span<const float> values) {
  // NaN passes both comparisons by; its sum with 0 times anything does not.
  float least = std::numeric_limits<float>::infinity(), most = -least, poison = 0.0f;
  for (const float value : values) {
    least = value < least ? value : least;
    most = value > most ? value : most;
    poison += value * 0.0f;
  }
  if (!std::isfinite(poison)) return {std::nan(""), std::nan("")};
  return {least, most};
}

[[noreturn]] void refuseNonFinite(const std::filesystem::path& path, std::int64_t firstRow,
                                  std::span<const float> values, std::int64_t size) {
  std::size_t at = 0;
  while (at < values.size() && std::isfinite(values[at])) ++at;
  throw fileError(path, {"row " + std::to_string(firstRow + static_cast<std::int64_t>(at) / size),
                         "finite values", std::isnan(values[at]) ? "NaN" : "infinity",
                         "Correct the array or take the row out"});
}

// Whether the type's values beyond these settle the question without looking further.
bool isSettled(Element element, const Range& range) {
  return element == Element::u8 && range.most > kDigitLevels;
}

Scaling scalingFor(Element element, const Range& range) {
  if (range.least >= 0.0 && range.most <= 1.0) return {};
  if (isFloating(element) && range.least >= -1.0 && range.most <= 1.0) return {0.5f, 0.5f};
  if (range.least == 0.0 && range.most == kDigitLevels)
    return {static_cast<float>(1.0 / kDigitLevels), 0.0f};
  if (range.least >= 0.0 && range.most <= 255.0) return {kGreyScale, 0.0f};
  if ((element == Element::u16 || element == Element::i16) && range.least >= 0.0)
    return {1.0f / 65535.0f, 0.0f};
  const double width = range.most - range.least;
  return {static_cast<float>(1.0 / width), static_cast<float>(-range.least / width)};
}

}  // namespace

ImageValues measureImageValues(const ArraySource& source, const std::filesystem::path& path,
                               Progress& progress) {
  const ArrayStore raw(source, {});
  const Element element = source.layout.type.element;
  const std::int64_t size = source.shape.size();
  const std::int64_t rowsPerPiece = std::max<std::int64_t>(1, kPieceNumbers / size);
  const std::int64_t count = raw.count();
  const auto pieces = static_cast<std::size_t>((count + rowsPerPiece - 1) / rowsPerPiece);
  std::vector<Range> ranges(pieces);
  std::atomic<bool> settled{false};
  if (element != Element::boolean)
    forEachInParallel(pieces, {progress, 0.0, 0.5, "looking at the values"}, [&](std::size_t i) {
      if (settled) return;
      const std::int64_t first = static_cast<std::int64_t>(i) * rowsPerPiece;
      std::vector<std::int64_t> rows(
          static_cast<std::size_t>(std::min(rowsPerPiece, count - first)));
      std::iota(rows.begin(), rows.end(), first);
      std::vector<float> values(rows.size() * static_cast<std::size_t>(size));
      raw.read(rows, values);
      ranges[i] = rangeOf(values);
      if (std::isnan(ranges[i].least)) refuseNonFinite(path, first, values, size);
      if (isSettled(element, ranges[i])) settled = true;
    });
  if (settled) return {0.0, 255.0, {kGreyScale, 0.0f}};
  if (element == Element::boolean) return {0.0, 1.0, {}};
  Range range;
  for (const Range& piece : ranges) range.add(piece);
  return {range.least, range.most, scalingFor(element, range)};
}

}  // namespace latlas::data
