// "Did you mean ...?" for flags, keys and names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace latlas {

// The known name with the smallest edit distance (Levenshtein 1966); empty when `known` is.
std::string nearestName(std::string_view given, std::span<const std::string> known);

}  // namespace latlas
