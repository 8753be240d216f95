// Arrays as the scientific formats store them, made byte by byte.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/data/dataset.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {

struct Npy {
  std::string descr = "|u1";  // '<f4', '>i2', '|b1'
  std::vector<std::int64_t> dims;
  Bytes values;
  bool isFortran = false;
  int version = 1;
};

// A .npy file; `values` may be fewer or more than the sizes say.
Bytes npyFile(const Npy& array);
// A .npy file with any text as its header.
Bytes npyFileWithHeader(const std::string& header, const Bytes& values, int version = 1);

// Numbers in one of NumPy's types. 16-bit floats: those that fit exactly.
Bytes stored(const std::vector<double>& numbers, const std::string& descr);
Bytes npyOf(const std::string& descr, const std::vector<std::int64_t>& dims,
            const std::vector<double>& numbers);

// [dims...] of C order -> Fortran order, `size` bytes a value.
Bytes inFortranOrder(const Bytes& values, const std::vector<std::int64_t>& dims, std::size_t size);

// 0, 1, 2, ...
std::vector<double> counting(std::size_t count);

// All values of one row, as read() gives them.
std::vector<float> rowOf(const Dataset& dataset, std::int64_t row);
// Of vectors, in their own units.
std::vector<double> rowInUnits(const Dataset& dataset, std::int64_t row);
// As near as floats are.
void expectNear(const std::vector<double>& found, const std::vector<double>& expected);

// The values of a column of numbers or its texts.
const Column& columnOf(const Dataset& dataset, const std::string& name);

// What is decoded goes into a cache folder of the test's own.
class TemporaryCache {
 public:
  TemporaryCache();
  ~TemporaryCache();
  // Entries in it.
  int count() const;

 private:
  latlas::test::TemporaryFolder folder_;
};

// Reads in place or through the cache, whatever the size.
OpenOptions withoutMemory();

}  // namespace latlas::data::test
