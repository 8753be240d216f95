#include "core/io/npy.h"

#include <bit>
#include <cstring>
#include <stdexcept>
#include <string>

#include "core/base/files.h"

namespace latlas::io {
namespace {

// The format asks that the data begin at a multiple of this many bytes.
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kPrefixSize = 10;  // magic, version, header length

static_assert(std::endian::native == std::endian::little, "values are copied as they lie");

}  // namespace

std::vector<std::uint8_t> encodeNpy(std::span<const float> values, std::int64_t rows,
                                    std::int64_t columns) {
  if (rows < 0 || columns < 0 || static_cast<std::size_t>(rows * columns) != values.size())
    throw std::invalid_argument("encodeNpy: rows x columns is not the number of values");
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                       std::to_string(rows) + ", " + std::to_string(columns) + "), }";
  while ((kPrefixSize + header.size() + 1) % kAlignment != 0) header += ' ';
  header += '\n';

  const std::uint8_t prefix[kPrefixSize] = {0x93,
                                            'N',
                                            'U',
                                            'M',
                                            'P',
                                            'Y',
                                            1,
                                            0,
                                            static_cast<std::uint8_t>(header.size() & 0xff),
                                            static_cast<std::uint8_t>(header.size() >> 8)};
  const std::size_t begin = kPrefixSize + header.size();
  std::vector<std::uint8_t> bytes(begin + values.size_bytes());
  std::memcpy(bytes.data(), prefix, kPrefixSize);
  std::memcpy(bytes.data() + kPrefixSize, header.data(), header.size());
  if (!values.empty()) std::memcpy(bytes.data() + begin, values.data(), values.size_bytes());
  return bytes;
}

void writeNpy(const std::filesystem::path& path, std::span<const float> values, std::int64_t rows,
              std::int64_t columns) {
  writeFileAtomically(path, encodeNpy(values, rows, columns));
}

}  // namespace latlas::io
