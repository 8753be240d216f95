#include "core/data/storage/element.h"

#include <bit>
#include <cstring>

namespace latlas::data {
namespace {

template <class Bits>
Bits swapped(Bits bits) {
  if constexpr (sizeof(Bits) == 1) return bits;
  if constexpr (sizeof(Bits) == 2) return __builtin_bswap16(bits);
  if constexpr (sizeof(Bits) == 4) return __builtin_bswap32(bits);
  if constexpr (sizeof(Bits) == 8) return __builtin_bswap64(bits);
}

// IEEE 754 binary16.
float halfToFloat(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1fu;
  const std::uint32_t mantissa = half & 0x3ffu;
  if (exponent == 0) {  // zero, or mantissa * 2^-24
    const float value = static_cast<float>(mantissa) * 0x1p-24f;
    return sign ? -value : value;
  }
  const std::uint32_t wide = exponent == 31 ? 0x7f800000u : (exponent + 112) << 23;
  return std::bit_cast<float>(sign | wide | mantissa << 13);
}

template <class Stored, class Bits, class Number, class Convert>
void convert(const std::uint8_t* bytes, std::ptrdiff_t stride, bool swap, std::span<Number> numbers,
             const Convert& toNumber) {
  const auto run = [&](std::ptrdiff_t step) {
    for (Number& number : numbers) {
      Bits bits;
      std::memcpy(&bits, bytes, sizeof bits);
      if (swap) bits = swapped(bits);
      number = static_cast<Number>(toNumber(std::bit_cast<Stored>(bits)));
      bytes += step;
    }
  };
  // A step that the compiler knows lets it convert several numbers at a time.
  if (stride == static_cast<std::ptrdiff_t>(sizeof(Bits)))
    run(sizeof(Bits));
  else
    run(stride);
}

template <class Number>
void toNumbers(const std::uint8_t* bytes, std::ptrdiff_t stride, ElementType type,
               std::span<Number> numbers) {
  const bool swap = type.order != std::endian::native;
  const auto same = [](auto value) { return value; };
  using U8 = std::uint8_t;
  using U16 = std::uint16_t;
  using U32 = std::uint32_t;
  using U64 = std::uint64_t;
  switch (type.element) {
    case Element::boolean:
      return convert<U8, U8>(bytes, stride, swap, numbers, [](U8 value) { return value != 0; });
    case Element::u8: return convert<U8, U8>(bytes, stride, swap, numbers, same);
    case Element::i8: return convert<std::int8_t, U8>(bytes, stride, swap, numbers, same);
    case Element::u16: return convert<U16, U16>(bytes, stride, swap, numbers, same);
    case Element::i16: return convert<std::int16_t, U16>(bytes, stride, swap, numbers, same);
    case Element::u32: return convert<U32, U32>(bytes, stride, swap, numbers, same);
    case Element::i32: return convert<std::int32_t, U32>(bytes, stride, swap, numbers, same);
    case Element::u64: return convert<U64, U64>(bytes, stride, swap, numbers, same);
    case Element::i64: return convert<std::int64_t, U64>(bytes, stride, swap, numbers, same);
    case Element::f16: return convert<U16, U16>(bytes, stride, swap, numbers, halfToFloat);
    case Element::f32: return convert<float, U32>(bytes, stride, swap, numbers, same);
    case Element::f64: return convert<double, U64>(bytes, stride, swap, numbers, same);
  }
}

}  // namespace

int sizeOf(Element element) {
  switch (element) {
    case Element::boolean:
    case Element::u8:
    case Element::i8: return 1;
    case Element::u16:
    case Element::i16:
    case Element::f16: return 2;
    case Element::u32:
    case Element::i32:
    case Element::f32: return 4;
    case Element::u64:
    case Element::i64:
    case Element::f64: return 8;
  }
  return 0;
}

bool isFloating(Element element) {
  return element == Element::f16 || element == Element::f32 || element == Element::f64;
}

std::string toString(Element element) {
  switch (element) {
    case Element::boolean: return "booleans";
    case Element::u8: return "bytes";
    case Element::i8: return "signed bytes";
    case Element::u16:
    case Element::i16: return "16-bit integers";
    case Element::u32:
    case Element::i32: return "32-bit integers";
    case Element::u64:
    case Element::i64: return "64-bit integers";
    case Element::f16: return "16-bit floats";
    case Element::f32: return "32-bit floats";
    case Element::f64: return "64-bit floats";
  }
  return {};
}

void toFloats(const std::uint8_t* bytes, std::ptrdiff_t stride, ElementType type,
              std::span<float> numbers) {
  toNumbers(bytes, stride, type, numbers);
}

void toDoubles(const std::uint8_t* bytes, std::ptrdiff_t stride, ElementType type,
               std::span<double> numbers) {
  toNumbers(bytes, stride, type, numbers);
}

}  // namespace latlas::data
