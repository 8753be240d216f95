// Checks what may be false in an HDF5 file: the list that its reader makes, and the superblock.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/data/formats/hdf5.h"
#include "core/data/formats/npy.h"
#include "core/data/hdf5_reader/hdf5_requests.h"

namespace latlas::data {
namespace {

constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
constexpr const char* kRemedy = "Download or export the file again";

std::uint64_t littleEndian(std::span<const std::uint8_t> bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8 | bytes[i];
  return number;
}

// "|S5" -> 5
std::optional<std::int64_t> textLength(const std::string& type) {
  constexpr std::size_t kMostDigits = 6;
  if (!type.starts_with("|S") || type.size() < 3 || type.size() > 2 + kMostDigits)
    return std::nullopt;
  std::int64_t length = 0;
  for (const char digit : type.substr(2)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    length = length * 10 + (digit - '0');
  }
  return length > 0 ? std::optional(length) : std::nullopt;
}

void readType(const JsonFields& fields, ArrayDescription& array, Hdf5Storage& storage) {
  const std::string type = fields.text("type");
  if (const auto number = elementTypeOf(type)) {
    array.type = *number;
  } else if (type == "text") {
    storage.hasAnyLength = true;
    array.textUnit = array.textLength = 1;
  } else if (const auto length = textLength(type)) {
    array.textUnit = 1;
    array.textLength = *length;
  } else {
    throw fields.fault("type", "a type of numbers or texts", type);
  }
}

}  // namespace

Hdf5Listing parseHdf5Listing(std::string_view text, std::uint64_t fileBytes,
                             const std::filesystem::path& path) {
  constexpr std::size_t kMostAxes = 32, kMostName = 4096;
  constexpr auto kMostSize = std::int64_t{1} << 62;
  const nlohmann::json list = parseJson(text, {path, 0, 8});
  if (!list.is_array() || list.size() > kMostHdf5Arrays)
    throw fileError(path, {"", "a list of its datasets", "something else", kRemedy});
  Hdf5Listing listing;
  for (const nlohmann::json& one : list) {
    const JsonFields fields(one, path, "dataset " + std::to_string(listing.arrays.size()));
    ArchiveArray array;
    Hdf5Storage storage;
    array.name = fields.text("name");
    // It goes to the reader as an argument, and arguments are short.
    if (array.name.size() > kMostName)
      throw fields.fault("name", "at most " + std::to_string(kMostName) + " bytes",
                         std::to_string(array.name.size()));
    if (fields.has("unusable")) {
      array.unusable = fields.text("unusable");
    } else {
      for (const nlohmann::json& size : fields.list("dims")) {
        if (!size.is_number_integer() || size.get<std::int64_t>() < 0 ||
            array.array.dims.size() == kMostAxes)
          throw fields.fault("dims", "sizes of at most 32 axes", "something else");
        array.array.dims.push_back(size.get<std::int64_t>());
      }
      readType(fields, array.array, storage);
      const auto bytes = checkedBytes(array.array);
      if (!bytes)
        throw fields.fault("dims", "sizes that a file can hold", sizesText(array.array.dims));
      storage.storedBytes = static_cast<std::uint64_t>(fields.integer("stored", 0, kMostSize));
      if (fields.has("chunk_rows")) storage.chunkRows = fields.integer("chunk_rows", 1, kMostSize);
      if (fields.has("offset"))
        storage.offset = static_cast<std::uint64_t>(fields.integer("offset", 0, kMostSize));
      if (*bytes > 0 && storage.storedBytes == 0)
        array.unusable = "no values: they were never written";
      else if (storage.storedBytes > fileBytes)
        array.unusable = "values that reach beyond the file";
    }
    listing.arrays.push_back(std::move(array));
    listing.storages.push_back(storage);
  }
  return listing;
}

void requireWholeHdf5(const Bytes& bytes, const std::filesystem::path& path) {
  std::array<std::uint8_t, 96> head{};
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(head.size(), bytes.size()));
  bytes.read(0, std::span(head).first(length));
  const std::string_view start(reinterpret_cast<const char*>(head.data()), kSignature.size());
  if (length == 0) throw fileError(path, {"", "an HDF5 file", "an empty file", kRemedy});
  if (start != kSignature)
    throw fileError(path, {"offset 0", "HDF5's signature", "other bytes", kRemedy});
  const int version = head[8];
  if (version > 3)
    throw fileError(path, {"offset 8", "a superblock of version 0 to 3", std::to_string(version),
                           kRemedy});
  // The size of an offset, then where the end of the file stands, behind two other offsets.
  const std::size_t offsetSize = head[version < 2 ? 13 : 9];
  const std::size_t endAt = (version == 0 ? 24 : version == 1 ? 28 : 12) + 2 * offsetSize;
  if (offsetSize != 2 && offsetSize != 4 && offsetSize != 8)
    throw fileError(path, {version < 2 ? "offset 13" : "offset 9", "offsets of 2, 4 or 8 bytes",
                           std::to_string(offsetSize), kRemedy});
  if (length < endAt + offsetSize)
    throw fileError(path, {"offset " + std::to_string(length), "a superblock",
                           "the end of the file", kRemedy});
  const std::uint64_t end = littleEndian(std::span(head).subspan(endAt, offsetSize));
  if (end > bytes.size())
    throw fileError(path, {"offset " + std::to_string(endAt),
                           std::to_string(end) + " bytes, as the file says of itself",
                           std::to_string(bytes.size()), kRemedy});
}

}  // namespace latlas::data
