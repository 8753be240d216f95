// What HDF5's own library says of a file. The library is known to crash on damaged files, so only
// the program latlas-hdf5 links it, which runIsolated() starts (core/base/isolated_work.h).
// Threading: the one thread of that program.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/isolated_program.h"

namespace latlas::data {

// A list of the file's datasets, at most kMostHdf5Arrays: each an object with
//   name       its path, without the first "/"
//   type       as NumPy writes it ("<f4", "|b1", "|S5"), "text" for texts of any length
//   dims       its sizes
//   stored     bytes that its values take in the file
//   offset     where they lie in the file, if they lie there plain and in one piece
//   chunk_rows how many rows are stored together, if they are stored in chunks
//   unusable   instead of type: what it holds
// Throws Error naming `path` when the library cannot read the file.
nlohmann::json listHdf5(const std::filesystem::path& path);

// Writes `count` rows from row `first` on, as they are stored, in C order. Throws Error.
void readHdf5Rows(const std::filesystem::path& path, const std::string& name, std::int64_t first,
                  std::int64_t count, IsolatedOutput& output);

// Writes texts of any length, each with a NUL behind it. Throws Error.
void readHdf5Texts(const std::filesystem::path& path, const std::string& name,
                   IsolatedOutput& output);

}  // namespace latlas::data
