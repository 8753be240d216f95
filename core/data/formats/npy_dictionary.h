// The header of a .npy file: {'descr': '<f4', 'fortran_order': False, 'shape': (6, 9, 11), }
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latlas::data {

struct NpyDictionary {
  std::string descr;
  bool isStructured = false;  // `descr` is a list of fields, which are not looked at
  bool isFortran = false;
  std::vector<std::int64_t> shape;
};

// Exactly these three keys, in any order, then spaces and a line's end. `offset`: of the text in
// the file. Throws Error (offset, expected, found).
NpyDictionary parseNpyDictionary(std::string_view text, std::uint64_t offset,
                                 const std::filesystem::path& path);

}  // namespace latlas::data
