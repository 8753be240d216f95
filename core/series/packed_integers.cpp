#include "core/series/packed_integers.h"

#include <algorithm>

namespace latlas::series {
namespace {

constexpr std::size_t kGroupRows = PackedGroups::kGroupRows;
constexpr int kFraction = 8;  // bits of a slope behind the point: half a unit after 128 rows
constexpr std::uint64_t kMiddle = std::uint64_t{1} << 31;  // a distance of nothing

}  // namespace

PackedIntegers::Line PackedIntegers::Line::through(std::span<const std::int64_t> values) {
  Line line;
  line.first = static_cast<std::uint64_t>(values.front());
  if (values.size() < 2) return line;
  const std::uint64_t way = static_cast<std::uint64_t>(values.back()) - line.first;
  const auto scaled = static_cast<std::int64_t>(way << kFraction);
  line.slope = static_cast<std::uint64_t>(scaled / (static_cast<std::int64_t>(values.size()) - 1));
  return line;
}

std::uint64_t PackedIntegers::Line::at(std::size_t i) const {
  const auto way = static_cast<std::int64_t>(i * slope);
  return first + static_cast<std::uint64_t>(way >> kFraction);
}

PackedIntegers::PackedIntegers(std::span<const std::int64_t> values) {
  if (values.empty()) return;
  line_ = Line::through(values);
  bool straight = true;
  for (std::size_t i = 0; i < values.size(); ++i)
    straight = straight && line_.at(i) == static_cast<std::uint64_t>(values[i]);
  if (!straight) packAlongLines(values);
}

void PackedIntegers::packAlongLines(std::span<const std::int64_t> values) {
  std::vector<std::uint32_t> distances(values.size());
  lines_.reserve((values.size() + kGroupRows - 1) / kGroupRows);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % kGroupRows == 0)
      lines_.push_back(Line::through(values.subspan(i, std::min(kGroupRows, values.size() - i))));
    const std::uint64_t distance =
        static_cast<std::uint64_t>(values[i]) - lines_.back().at(i % kGroupRows) + kMiddle;
    if (distance > UINT32_MAX) {
      lines_ = {};
      wide_.assign(values.begin(), values.end());
      return;
    }
    distances[i] = static_cast<std::uint32_t>(distance);
  }
  distances_ = PackedGroups(distances);
}

std::int64_t PackedIntegers::operator[](std::size_t i) const {
  if (!lines_.empty())
    return static_cast<std::int64_t>(lines_[i / kGroupRows].at(i % kGroupRows) + distances_[i] -
                                     kMiddle);
  return wide_.empty() ? static_cast<std::int64_t>(line_.at(i)) : wide_[i];
}

std::size_t PackedIntegers::bytes() const {
  return lines_.size() * sizeof(Line) + distances_.bytes() + wide_.size() * sizeof(wide_[0]);
}

}  // namespace latlas::series
