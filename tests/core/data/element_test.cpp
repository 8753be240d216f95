#include "core/data/storage/element.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace latlas::data::test {
namespace {

// The bytes of `values` in either byte order.
template <class Value>
std::vector<std::uint8_t> bytesOf(const std::vector<Value>& values, std::endian order) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(Value));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  if (order != std::endian::native)
    for (std::size_t i = 0; i < values.size(); ++i)
      std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i * sizeof(Value)),
                   bytes.begin() + static_cast<std::ptrdiff_t>((i + 1) * sizeof(Value)));
  return bytes;
}

template <class Value>
void expectReads(Element element, const std::vector<Value>& values) {
  ASSERT_EQ(sizeOf(element), static_cast<int>(sizeof(Value)));
  for (const std::endian order : {std::endian::little, std::endian::big}) {
    const auto bytes = bytesOf(values, order);
    std::vector<float> floats(values.size());
    std::vector<double> doubles(values.size());
    toFloats(bytes.data(), sizeof(Value), {element, order}, floats);
    toDoubles(bytes.data(), sizeof(Value), {element, order}, doubles);
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_EQ(floats[i], static_cast<float>(values[i]));
      EXPECT_EQ(doubles[i], static_cast<double>(values[i]));
    }
    // Every second value, as along an axis that is not the last.
    std::vector<float> some((values.size() + 1) / 2);
    toFloats(bytes.data(), 2 * sizeof(Value), {element, order}, some);
    for (std::size_t i = 0; i < some.size(); ++i)
      EXPECT_EQ(some[i], static_cast<float>(values[2 * i]));
  }
}

TEST(Element, EveryTypeIsReadInBothByteOrders) {
  expectReads<std::uint8_t>(Element::u8, {0, 1, 127, 128, 255});
  expectReads<std::int8_t>(Element::i8, {-128, -1, 0, 1, 127});
  expectReads<std::uint16_t>(Element::u16, {0, 1, 258, 65535});
  expectReads<std::int16_t>(Element::i16, {-32768, -2, 258, 32767});
  expectReads<std::uint32_t>(Element::u32, {0, 16909060, 4294967295u});
  expectReads<std::int32_t>(Element::i32, {-2147483647, 16909060});
  expectReads<std::uint64_t>(Element::u64, {0, std::uint64_t{1} << 53, 72623859790382856u});
  expectReads<std::int64_t>(Element::i64, {-(std::int64_t{1} << 53), 72623859790382856});
  expectReads<float>(Element::f32, {-0.0f, 0.1f, 1e30f, std::numeric_limits<float>::infinity()});
  expectReads<double>(Element::f64, {0.1, -1e30, 1.0 / 3.0});
}

TEST(Element, BooleansAreZeroOrOneWhateverTheirBits) {
  const std::vector<std::uint8_t> bytes{0, 1, 2, 255};
  std::vector<float> values(4);
  toFloats(bytes.data(), 1, {Element::boolean}, values);
  EXPECT_EQ(values, (std::vector<float>{0, 1, 1, 1}));
}

// Every one of the 65,536 half-precision numbers, against the definition in IEEE 754.
TEST(Element, HalfFloatsAreExact) {
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    float value = 0.0f;
    toFloats(reinterpret_cast<const std::uint8_t*>(&half), 2, {Element::f16}, {&value, 1});
    const int exponent = static_cast<int>(bits >> 10 & 31);
    const double mantissa = static_cast<double>(bits & 1023) / 1024.0;
    const double sign = bits & 0x8000 ? -1.0 : 1.0;
    if (exponent == 31) {
      EXPECT_EQ(std::isnan(value), mantissa != 0.0) << bits;
      if (mantissa == 0.0) {
        EXPECT_EQ(value, sign * std::numeric_limits<double>::infinity());
      }
      continue;
    }
    const double expected =
        exponent == 0 ? std::ldexp(mantissa, -14) : std::ldexp(1.0 + mantissa, exponent - 15);
    EXPECT_EQ(value, static_cast<float>(sign * expected)) << bits;
    EXPECT_EQ(std::signbit(value), sign < 0.0) << bits;
  }
}

}  // namespace
}  // namespace latlas::data::test
