// A stable 64-bit hash of a dataset's content, the same on every run and machine of one byte order.
// It tells two datasets apart; it does not withstand an adversary.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace latlas::data {

class Fingerprint {
 public:
  // The result depends on the order and the lengths of the calls.
  void add(std::span<const std::uint8_t> bytes);
  void add(std::uint64_t number);

  // 16 hexadecimal digits.
  std::string hex() const;

 private:
  // Four independent lanes: one chain of multiplications would wait on itself.
  std::array<std::uint64_t, 4> lanes_{0x243f6a8885a308d3u, 0x13198a2e03707344u, 0xa4093822299f31d0u,
                                      0x082efa98ec4e6c89u};
};

}  // namespace latlas::data
