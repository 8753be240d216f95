// What messages call the texts that are read as tables.
#pragma once

#include <string_view>

namespace latlas::data {

inline constexpr std::string_view kTableKinds = "CSV or TSV";

}  // namespace latlas::data
