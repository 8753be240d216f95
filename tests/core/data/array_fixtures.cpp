#include "tests/core/data/array_fixtures.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace latlas::data::test {
namespace {

std::uint64_t bitsOf(double number, char kind, int size) {
  if (kind == 'f' && size == 8) return std::bit_cast<std::uint64_t>(number);
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(static_cast<float>(number));
  if (kind == 'f' && size == 4) return bits;
  if (kind == 'f') {
    if (number == 0.0) return 0;
    const std::uint32_t exponent = (bits >> 23 & 0xff) - 112;
    return (bits >> 16 & 0x8000) | exponent << 10 | (bits >> 13 & 0x3ff);
  }
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(number));
}

}  // namespace

Bytes npyFileWithHeader(const std::string& header, const Bytes& values, int version) {
  Bytes file{0x93, 'N', 'U', 'M', 'P', 'Y', static_cast<std::uint8_t>(version), 0};
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
    file.push_back(static_cast<std::uint8_t>(header.size() >> (8 * i)));
  file.insert(file.end(), header.begin(), header.end());
  file.insert(file.end(), values.begin(), values.end());
  return file;
}

Bytes npyFile(const Npy& array) {
  std::string shape;
  for (const std::int64_t size : array.dims) shape += std::to_string(size) + ", ";
  if (array.dims.size() > 1) shape.resize(shape.size() - 2);
  if (array.dims.size() == 1) shape.pop_back();
  std::string header = "{'descr': '" + array.descr +
                       "', 'fortran_order': " + (array.isFortran ? "True" : "False") +
                       ", 'shape': (" + shape + "), }";
  const std::size_t before = array.version == 1 ? 10 : 12;
  header.resize((before + header.size()) / 64 * 64 + 63 - before, ' ');
  return npyFileWithHeader(header + "\n", array.values, array.version);
}

Bytes stored(const std::vector<double>& numbers, const std::string& descr) {
  const char order = descr.at(0), kind = descr.at(1);
  const int size = std::stoi(descr.substr(2));
  Bytes bytes;
  for (const double number : numbers) {
    const std::uint64_t bits = bitsOf(number, kind, size);
    for (int i = 0; i < size; ++i) {
      const int byte = order == '>' ? size - 1 - i : i;
      bytes.push_back(static_cast<std::uint8_t>(bits >> (8 * byte)));
    }
  }
  return bytes;
}

Bytes npyOf(const std::string& descr, const std::vector<std::int64_t>& dims,
            const std::vector<double>& numbers) {
  return npyFile({descr, dims, stored(numbers, descr)});
}

Bytes inFortranOrder(const Bytes& values, const std::vector<std::int64_t>& dims, std::size_t size) {
  Bytes turned(values.size());
  std::vector<std::int64_t> index(dims.size());
  for (std::size_t k = 0; k < values.size() / size; ++k) {
    std::int64_t offset = 0;
    for (std::size_t axis = dims.size(); axis-- > 0;) offset = offset * dims[axis] + index[axis];
    std::memcpy(turned.data() + static_cast<std::size_t>(offset) * size, values.data() + k * size,
                size);
    for (std::size_t axis = dims.size(); axis-- > 0 && ++index[axis] == dims[axis];)
      index[axis] = 0;
  }
  return turned;
}

std::vector<double> counting(std::size_t count) {
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<double>(i);
  return numbers;
}

std::vector<float> rowOf(const Dataset& dataset, std::int64_t row) {
  std::vector<float> values(static_cast<std::size_t>(dataset.info().shape.size()));
  dataset.read({&row, 1}, values);
  return values;
}

std::vector<double> rowInUnits(const Dataset& dataset, std::int64_t row) {
  const std::vector<float> standardized = rowOf(dataset, row);
  std::vector<double> values;
  for (std::size_t i = 0; i < standardized.size(); ++i)
    values.push_back(dataset.info().variables[i].inUnits(standardized[i]));
  return values;
}

void expectNear(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_NEAR(found[i], expected[i], 1e-5 * (1.0 + std::abs(expected[i]))) << i;
}

const Column& columnOf(const Dataset& dataset, const std::string& name) {
  for (const Column& column : dataset.columns())
    if (column.name == name) return column;
  throw std::runtime_error("there is no column " + name);
}

TemporaryCache::TemporaryCache() { setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1); }
TemporaryCache::~TemporaryCache() { unsetenv("XDG_CACHE_HOME"); }

int TemporaryCache::count() const {
  int entries = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path(), ignored))
    entries += entry.path().extension() == ".samples";
  return entries;
}

OpenOptions withoutMemory() {
  OpenOptions options;
  options.memoryLimit = 1;
  return options;
}

}  // namespace latlas::data::test
