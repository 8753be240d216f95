// The types of number that array files hold, and their way to float.
// Threading: any thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace latlas::data {

enum class Element { boolean, u8, i8, u16, i16, u32, i32, u64, i64, f16, f32, f64 };

struct ElementType {
  Element element = Element::u8;
  std::endian order = std::endian::native;

  bool operator==(const ElementType&) const = default;
};

int sizeOf(Element element);  // bytes
bool isFloating(Element element);
// "bytes", "16-bit integers", "32-bit floats", ...
std::string toString(Element element);

// `numbers.size()` elements, each `stride` bytes behind the one before, the first at `bytes`.
// 64-bit values are rounded to the nearest float. A boolean is 0 or 1, whatever bits it has.
void toFloats(const std::uint8_t* bytes, std::ptrdiff_t stride, ElementType type,
              std::span<float> numbers);
// The same to double: integers up to 2^53 are exact.
void toDoubles(const std::uint8_t* bytes, std::ptrdiff_t stride, ElementType type,
               std::span<double> numbers);

}  // namespace latlas::data
