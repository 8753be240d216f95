// Random bits become normal draws, many at a time.
// Threading: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace latlas {

// Two independent standard normal draws from each word, values[2i] and values[2i + 1] from bits[i]:
// radius and direction of a point (Box & Muller 1958), the radius from the upper 31 bits, so that
// none is beyond 6.67. Logarithm, sine and cosine are polynomials of our own in float, within 3e-8
// of the true ones before rounding, and every operation is one that IEEE 754 defines to the last
// bit: the draws are the same on every machine, with vectors of any width, from every compiler.
// values.size() has to be 2 * bits.size().
void normalPairs(std::span<const std::uint64_t> bits, std::span<float> values);

}  // namespace latlas
