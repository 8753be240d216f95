// A number with the fewest digits that read back as the same one, without any locale; with an
// exponent only below 0.0001 and from a million on.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <type_traits>

namespace latlas {

template <class Number>
void appendNumber(std::string& text, Number value) {
  std::array<char, 32> digits;  // the shortest form of a double has at most 24 characters
  char* const last = digits.data() + digits.size();
  if constexpr (std::is_floating_point_v<Number>)
    text.append(digits.data(),
                std::to_chars(digits.data(), last, value, std::chars_format::general).ptr);
  else
    text.append(digits.data(), std::to_chars(digits.data(), last, value).ptr);
}

template <class Number>
std::string numberText(Number value) {
  std::string text;
  appendNumber(text, value);
  return text;
}

}  // namespace latlas
