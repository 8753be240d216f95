#include "core/series/packed_groups.h"

#include <algorithm>
#include <utility>

namespace latlas::series {
namespace {

constexpr std::size_t kLanes = 4;
constexpr unsigned kWordBits = 32;

// Where the bits of a row begin, and the word of the same lane in which they end.
struct Place {
  std::size_t word, last;
  unsigned shift;

  // `turn`: the row's number in its lane.
  constexpr Place(unsigned turn, unsigned width)
      : word(turn * width / kWordBits * kLanes),
        last(word + (turn * width % kWordBits + width > kWordBits ? kLanes : 0)),
        shift(turn * width % kWordBits) {}
};

constexpr std::uint32_t maskOf(unsigned width) { return ~0u >> (kWordBits - width); }

// Where the bits end in their first word, `next` is that word again: what it adds is masked out.
std::uint32_t joined(std::uint32_t word, std::uint32_t next, unsigned shift) {
  return word >> shift | next << 1 << (kWordBits - 1 - shift);
}

void pack(std::span<const std::uint32_t> values, std::uint32_t low, unsigned width,
          std::uint32_t* words) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    const Place place(static_cast<unsigned>(row / kLanes), width);
    const std::size_t lane = row % kLanes;
    const std::uint32_t distance = values[row] - low;
    words[place.word + lane] |= distance << place.shift;
    if (place.last != place.word) words[place.last + lane] |= distance >> (kWordBits - place.shift);
  }
}

using Four = std::array<std::uint32_t, kLanes>;

Four fourAt(const std::uint32_t* words) { return {words[0], words[1], words[2], words[3]}; }

template <unsigned kWidth, unsigned kTurn>
void unpackTurn(const std::uint32_t* words, std::uint32_t low, PackedGroups::Rows& out) {
  constexpr Place place(kTurn, kWidth);
  Four four = fourAt(words + place.word);
  const Four next = fourAt(words + place.last);
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    four[lane] = low + (joined(four[lane], next[lane], place.shift) & maskOf(kWidth));
  std::copy_n(four.begin(), kLanes, out.begin() + kTurn * kLanes);
}

// With every shift known when it is compiled: half the time of one loop for all widths.
template <unsigned kWidth>
void unpackWidth(const std::uint32_t* words, std::uint32_t low, PackedGroups::Rows& out) {
  if constexpr (kWidth == 0) {
    out.fill(low);
  } else {
    [&]<unsigned... kTurns>(std::integer_sequence<unsigned, kTurns...>) {
      (unpackTurn<kWidth, kTurns>(words, low, out), ...);
    }
    (std::make_integer_sequence<unsigned, PackedGroups::kGroupRows / kLanes>{});
  }
}

using Unpacker = void (*)(const std::uint32_t*, std::uint32_t, PackedGroups::Rows&);

constexpr auto kUnpackers = []<unsigned... kWidths>(std::integer_sequence<unsigned, kWidths...>) {
  return std::array<Unpacker, sizeof...(kWidths)>{&unpackWidth<kWidths>...};
}
(std::make_integer_sequence<unsigned, kWordBits + 1>{});

}  // namespace

PackedGroups::PackedGroups(std::span<const std::uint32_t> values) {
  groups_.resize((values.size() + kGroupRows - 1) / kGroupRows);
  const auto rowsOf = [values](std::size_t group) {
    const std::span<const std::uint32_t> from = values.subspan(group * kGroupRows);
    return from.first(std::min(kGroupRows, from.size()));
  };
  std::uint32_t words = 0;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const auto [low, high] = std::ranges::minmax(rowsOf(i));
    groups_[i] = {low, high, words};
    words += static_cast<std::uint32_t>(kLanes) * groups_[i].width();
  }
  words_.resize(words);
  for (std::size_t i = 0; i < groups_.size(); ++i)
    if (groups_[i].width() > 0)
      pack(rowsOf(i), groups_[i].low, groups_[i].width(), words_.data() + groups_[i].begin);
}

std::uint32_t PackedGroups::operator[](std::size_t row) const {
  const Group& group = groups_[row / kGroupRows];
  const unsigned width = group.width();
  if (width == 0) return group.low;
  const std::size_t lane = row % kLanes;
  const Place place(static_cast<unsigned>(row % kGroupRows / kLanes), width);
  const std::uint32_t* words = words_.data() + group.begin + lane;
  return group.low + (joined(words[place.word], words[place.last], place.shift) & maskOf(width));
}

void PackedGroups::unpack(std::size_t group, Rows& out) const {
  const Group& packed = groups_[group];
  kUnpackers[packed.width()](words_.data() + packed.begin, packed.low, out);
}

}  // namespace latlas::series
