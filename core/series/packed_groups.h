// Whole numbers of 32 bits that lie near each other, in few bits: every 128 rows are kept as their
// distances above the lowest of them, each in as many bits as the largest needs. Four rows stand
// side by side in four words, so that a machine with wide registers takes four at once (the layout
// of Lemire & Boytsov 2015, "Decoding billions of integers per second through vectorization").
// Memory: 16 bytes a group for each of those bits, and 12 for the group; the last group is as large
// as the others however few its rows are.
// Threading: immutable, any threads.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace latlas::series {

class PackedGroups {
 public:
  static constexpr std::size_t kGroupRows = 128;
  using Rows = std::array<std::uint32_t, kGroupRows>;

  PackedGroups() = default;
  explicit PackedGroups(std::span<const std::uint32_t> values);

  bool empty() const { return groups_.empty(); }
  // `row`: below the number of values; O(1).
  std::uint32_t operator[](std::size_t row) const;
  // The extremes of a group, O(1), and its values, about 0.3 ns each; behind the last value the
  // lowest is repeated.
  std::uint32_t lowest(std::size_t group) const { return groups_[group].low; }
  std::uint32_t highest(std::size_t group) const { return groups_[group].high; }
  void unpack(std::size_t group, Rows& out) const;

  // That it takes beside its own object.
  std::size_t bytes() const { return groups_.size() * sizeof(Group) + words_.size() * 4; }

 private:
  struct Group {
    std::uint32_t low = 0, high = 0;
    std::uint32_t begin = 0;  // its first word

    unsigned width() const { return static_cast<unsigned>(std::bit_width(high - low)); }
  };
  std::vector<Group> groups_;
  std::vector<std::uint32_t> words_;
};

}  // namespace latlas::series
