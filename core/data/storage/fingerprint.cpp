#include "core/data/storage/fingerprint.h"

#include <bit>
#include <cstring>

namespace latlas::data {
namespace {

// Odd constants with about half of their bits set, so that a product spreads every input bit.
constexpr std::uint64_t kWord = 0x9e3779b97f4a7c15u;
constexpr std::uint64_t kLane = 0xbf58476d1ce4e5b9u;
constexpr std::uint64_t kFinisher = 0xd6e8feb86659fd93u;

// A product carries a bit only upwards; turning it between two products spreads the highest bits
// too, so that no change of one word can be undone by a small change of the next.
std::uint64_t mix(std::uint64_t lane, std::uint64_t word) {
  return std::rotl(lane + word * kWord, 31) * kLane;
}

std::uint64_t finish(std::uint64_t hash) {
  hash = (hash ^ (hash >> 32)) * kFinisher;
  hash = (hash ^ (hash >> 32)) * kFinisher;
  return hash ^ (hash >> 32);
}

}  // namespace

void Fingerprint::add(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kStripe = sizeof(lanes_);
  std::size_t at = 0;
  auto lanes = lanes_;
  for (; at + kStripe <= bytes.size(); at += kStripe) {
    std::array<std::uint64_t, 4> words;
    std::memcpy(words.data(), bytes.data() + at, kStripe);
    for (std::size_t lane = 0; lane < lanes.size(); ++lane)
      lanes[lane] = mix(lanes[lane], words[lane]);
  }
  std::array<std::uint64_t, 4> rest{};
  if (at < bytes.size()) std::memcpy(rest.data(), bytes.data() + at, bytes.size() - at);
  for (std::size_t lane = 0; lane < lanes.size(); ++lane)
    lanes[lane] = mix(lanes[lane], rest[lane]);
  lanes_ = lanes;
  add(bytes.size());
}

void Fingerprint::add(std::uint64_t number) { lanes_[0] = finish(mix(lanes_[0], number)); }

std::string Fingerprint::hex() const {
  std::uint64_t hash = 0;
  for (const std::uint64_t lane : lanes_) hash = finish(mix(hash, lane));
  std::string text(16, '0');
  for (std::size_t digit = 0; digit < text.size(); ++digit)
    text[digit] = "0123456789abcdef"[(hash >> (60 - 4 * digit)) & 15];
  return text;
}

}  // namespace latlas::data
