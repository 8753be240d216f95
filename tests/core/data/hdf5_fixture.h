// HDF5 files, made by its library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/core/data/fixtures.h"

namespace latlas::data::test {

struct Hdf5Set {
  std::string name;           // "latents/classes": groups are made
  std::string descr = "|u1";  // as NumPy has it; "|S5"; "text": of any length; "complex"
  std::vector<std::int64_t> dims;
  Bytes values;                       // of "text": each with a NUL behind it; fewer: the first rows
  std::vector<std::int64_t> chunk{};  // empty: in one piece
  int gzip = 0;
  bool isShuffled = false;
  std::string external{};  // a file beside that holds the values
};

Bytes hdf5File(const std::vector<Hdf5Set>& sets, bool isNewest = false);

}  // namespace latlas::data::test
