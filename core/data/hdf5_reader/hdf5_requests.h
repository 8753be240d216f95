// What the program latlas-hdf5 is asked for, and how that is said on its command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latlas::data {

// A list names no more than these.
inline constexpr std::size_t kMostHdf5Arrays = 4096;

struct Hdf5Request {
  enum class Kind { list, rows, texts };  // as listHdf5(), readHdf5Rows(), readHdf5Texts() answer
  Kind kind = Kind::list;
  std::filesystem::path path;
  std::string dataset;                // of rows and texts
  std::int64_t first = 0, count = 0;  // of rows
};

std::vector<std::string> argumentsOf(const Hdf5Request& request);
// What argumentsOf() says; throws std::exception for other words.
Hdf5Request hdf5RequestIn(const std::vector<std::string>& arguments);

}  // namespace latlas::data
