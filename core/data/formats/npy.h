// NumPy's file of one array (NEP 1): a magic number, a version, a header that is the text of a
// Python dictionary, and the raw values. Versions 1, 2 and 3. Nothing is ever evaluated or
// unpickled.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/data/arrays/array_description.h"
#include "core/data/storage/byte_source.h"

namespace latlas::data {

struct NpyHeader {
  ArrayDescription array;  // its type is not set when it is unusable
  std::string unusable;    // what the values are when Latlas does not read them: "Python objects"
  std::uint64_t dataOffset = 0;
};

// Reads exactly the header. `path` is for messages. Throws Error (offset, expected, found) when it
// is none, and when its sizes are beyond what a file can hold. Does not ask whether the values are
// there, and leaves it to the caller to refuse what is unusable.
NpyHeader readNpyHeader(ByteSource& source, const std::filesystem::path& path);
NpyHeader parseNpyHeader(std::span<const std::uint8_t> file, const std::filesystem::path& path);

// The number types of NumPy that are read: "u1", "<i2", ">f8", "|b1". Nothing for others.
std::optional<ElementType> elementTypeOf(std::string_view descr);

bool startsNpy(std::span<const std::uint8_t> head);
// How many of the magic number's 6 bytes are right: a damaged file still has some.
std::ptrdiff_t npyMagicBytes(std::span<const std::uint8_t> head);

// Throws Error when the array holds what is not read: objects, complex numbers, structures, dates.
void requireReadable(const NpyHeader& header, const std::filesystem::path& path);

// Throws Error unless exactly the array's values follow the header in a file of `size` bytes.
void requireValues(const NpyHeader& header, std::uint64_t size, const std::filesystem::path& path);

}  // namespace latlas::data
