#include "core/data/formats/hdf5.h"

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/companion_program.h"
#include "core/base/error.h"
#include "core/base/isolated_work.h"
#include "core/data/hdf5_reader/hdf5_requests.h"
#include "core/data/parallel.h"
#include "core/data/storage/decoded_samples.h"
#include "core/data/storage/unpack_limit.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

constexpr const char* kRemedy = "Download or export the file again";
// What a listing may come to: 4096 arrays with long paths.
constexpr std::size_t kMostListingBytes = std::size_t{64} << 20;
constexpr std::uint64_t kMemoryToList = std::uint64_t{512} << 20;
constexpr std::uint64_t kMostMemoryToRead = std::uint64_t{4} << 30;

Error crashed(const fs::path& path, const std::string& where, const IsolatedCrash& crash) {
  return fileError(path, {where, "a file that HDF5's library can read", crash.what(), kRemedy});
}

IsolatedProgram readerFor(const Hdf5Request& request) {
  return {companionProgram("latlas-hdf5", LATLAS_HDF5_PROGRAM), argumentsOf(request)};
}

std::string list(const fs::path& path, Progress& progress) {
  std::string text;
  try {
    runIsolated(
        readerFor({Hdf5Request::Kind::list, path, "", 0, 0}),
        [&](std::span<const std::uint8_t> some) {
          progress.report(0.0, "listing the arrays");
          if (text.size() + some.size() > kMostListingBytes)
            throw fileError(path, {"", "a list of its datasets", "too long a list", kRemedy});
          text.append(reinterpret_cast<const char*>(some.data()), some.size());
        },
        {kMemoryToList, 60});
  } catch (const IsolatedCrash& crash) {
    throw crashed(path, "", crash);
  }
  return text;
}

// Rows of an array, unpacked by one child.
struct Piece {
  const ArchiveArray* array = nullptr;
  const Hdf5Storage* storage = nullptr;
  std::int64_t first = 0, count = 0;
  std::uint64_t offset = 0;  // of the piece among the decoded bytes

  std::int64_t rowBytes() const {
    return array->array.count() / std::max<std::int64_t>(1, array->array.rows()) *
           array->array.elementBytes();
  }
  std::uint64_t bytes() const { return static_cast<std::uint64_t>(count * rowBytes()); }
};

// Gives exactly the piece's bytes, in order.
template <class Take>
void readPiece(const fs::path& path, const Piece& piece, const Take& take) {
  const std::uint64_t total = piece.bytes();
  const auto chunk = static_cast<std::uint64_t>(piece.storage->chunkRows) *
                     static_cast<std::uint64_t>(piece.rowBytes());
  IsolationLimits limits;
  limits.memoryBytes =
      kMemoryToList + std::min(4 * std::min(chunk, kMostMemoryToRead), kMostMemoryToRead);
  constexpr std::uint64_t kLeastBytesPerSecond = 1 << 20;
  limits.processorSeconds = 60 + static_cast<int>(total / kLeastBytesPerSecond);
  std::uint64_t found = 0;
  try {
    runIsolated(
        readerFor({Hdf5Request::Kind::rows, path, piece.array->name, piece.first, piece.count}),
        [&](std::span<const std::uint8_t> some) {
          if (some.size() > total - found)
            throw fileError(path, {"dataset " + piece.array->name, std::to_string(total) + " bytes",
                                   "more", kRemedy});
          take(found, some);
          found += some.size();
        },
        limits);
  } catch (const IsolatedCrash& crash) {
    throw crashed(path, "dataset " + piece.array->name, crash);
  }
  if (found < total)
    throw fileError(path, {"dataset " + piece.array->name, std::to_string(total) + " bytes",
                           std::to_string(found), kRemedy});
}

// Whole chunks, so that none is unpacked twice; small enough to share among the cores.
std::vector<Piece> piecesOf(std::span<const ArchiveArray* const> arrays,
                            std::span<const Hdf5Storage* const> storages) {
  constexpr std::int64_t kPieceBytes = std::int64_t{64} << 20;
  std::vector<Piece> pieces;
  std::uint64_t offset = 0;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    Piece piece{arrays[i], storages[i], 0, 0, 0};
    const std::int64_t rows = arrays[i]->array.rows();
    const std::int64_t chunk = std::min(storages[i]->chunkRows, rows);
    const std::int64_t most = kPieceBytes / std::max<std::int64_t>(1, piece.rowBytes());
    const std::int64_t step = std::max<std::int64_t>(1, most / chunk) * chunk;
    for (; piece.first < rows; piece.first += piece.count) {
      piece.count = std::min(step, rows - piece.first);
      piece.offset = offset;
      offset += piece.bytes();
      pieces.push_back(piece);
    }
  }
  return pieces;
}

ArrayValues textsOf(const fs::path& path, const ArchiveArray& array) {
  ArrayValues values;
  values.dims = array.array.dims;
  values.isText = true;
  const auto count = static_cast<std::size_t>(array.array.count());
  std::string text;
  try {
    runIsolated(readerFor({Hdf5Request::Kind::texts, path, array.name, 0, 0}),
                [&](std::span<const std::uint8_t> some) {
                  for (const std::uint8_t byte : some) {
                    if (byte == 0)
                      values.texts.push_back(std::exchange(text, {}));
                    else
                      text += static_cast<char>(byte);
                  }
                });
  } catch (const IsolatedCrash& crash) {
    throw crashed(path, "dataset " + array.name, crash);
  }
  if (values.texts.size() != count)
    throw fileError(path, {"dataset " + array.name, std::to_string(count) + " texts",
                           std::to_string(values.texts.size()), kRemedy});
  return values;
}

}  // namespace

Hdf5Archive::Hdf5Archive(const fs::path& path, Progress& progress)
    : path_(path), bytes_(std::make_shared<const FileBytes>(path)) {
  requireWholeHdf5(*bytes_, path_);
  listing_ = parseHdf5Listing(list(path_, progress), bytes_->size(), path_);
}

const Hdf5Storage& Hdf5Archive::storageOf(const ArchiveArray& array) const {
  return listing_.storages[static_cast<std::size_t>(&array - listing_.arrays.data())];
}

ArrayValues Hdf5Archive::values(const ArchiveArray& array) {
  const Hdf5Storage& storage = storageOf(array);
  if (storage.hasAnyLength) return textsOf(path_, array);
  std::vector<std::uint8_t> bytes;
  if (storage.offset) {
    const std::uint64_t size = array.array.bytes();
    if (*storage.offset > bytes_->size() || size > bytes_->size() - *storage.offset)
      throw fileError(path_, {"offset " + std::to_string(*storage.offset),
                              toString(array.array) + " of dataset " + array.name,
                              "the end of the file", kRemedy});
    bytes.resize(static_cast<std::size_t>(size));
    bytes_->read(*storage.offset, bytes);
  } else {
    const OpenOptions usual;
    requireUnpackAllowed(path_, storage.storedBytes, array.array.bytes(), usual.unpackLimit,
                         usual.unpackRatio);
    readPiece(path_, {&array, &storage, 0, array.array.rows(), 0},
              [&](std::uint64_t, std::span<const std::uint8_t> some) {
                bytes.insert(bytes.end(), some.begin(), some.end());
              });
  }
  return toValues(array.array, bytes);
}

CachedSamples Hdf5Archive::decode(std::span<const ArchiveArray* const> arrays, const CacheKey& key,
                                  const OpenOptions& options, Progress& progress) const {
  std::vector<const Hdf5Storage*> storages;
  std::uint64_t stored = 0;
  for (const ArchiveArray* array : arrays) {
    storages.push_back(&storageOf(*array));
    stored += storages.back()->storedBytes;
  }
  const std::vector<Piece> pieces = piecesOf(arrays, storages);
  const std::uint64_t total = pieces.empty() ? 0 : pieces.back().offset + pieces.back().bytes();
  requireUnpackAllowed(path_, stored, total, options.unpackLimit, options.unpackRatio);
  DecodedSamples samples(key, total, options);
  std::atomic<std::uint64_t> done{0};
  forEachInParallel(pieces.size(), {progress, 0.0, 1.0, "unpacking"}, [&](std::size_t i) {
    readPiece(path_, pieces[i], [&](std::uint64_t at, std::span<const std::uint8_t> some) {
      progress.report(static_cast<double>(done += some.size()) / static_cast<double>(total));
      samples.write(pieces[i].offset + at, some);
    });
  });
  bytes_->requireUnchanged();
  return samples.finish(nlohmann::json::object(), total);
}

std::vector<ArrayPart> Hdf5Archive::bytesOf(std::span<const ArchiveArray* const> arrays,
                                            const OpenOptions& options, Progress& progress) {
  std::vector<ArrayPart> parts;
  const bool isInPlace = std::all_of(arrays.begin(), arrays.end(), [&](const auto* array) {
    return storageOf(*array).offset.has_value();
  });
  if (isInPlace) {
    for (const ArchiveArray* array : arrays)
      parts.push_back({bytes_, *storageOf(*array).offset, array->array.rows()});
    return parts;
  }
  CacheKey key("hdf5 1");
  key.addFile(path_);
  std::uint64_t total = 0;
  for (const ArchiveArray* array : arrays) {
    key.addText(array->name);
    total += array->array.bytes();
  }
  auto decoded = findCached(key);
  if (!decoded || decoded->size != total) decoded = decode(arrays, key, options, progress);
  std::uint64_t at = decoded->offset;
  for (const ArchiveArray* array : arrays) {
    parts.push_back({decoded->bytes, at, array->array.rows()});
    at += array->array.bytes();
  }
  return parts;
}

std::optional<Peek> peekHdf5(const Place& place) {
  constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
  const std::string_view head(reinterpret_cast<const char*>(place.head.data()), place.head.size());
  if (place.isFolder || !head.starts_with(kSignature)) return std::nullopt;
  return Peek{"HDF5 file", true};
}

DatasetPtr openHdf5(const Place& place, const OpenOptions& options, Progress& progress) {
  Hdf5Archive archive(place.path, progress);
  return openArrays(archive, place, "HDF5", options, progress);
}

Survey surveyHdf5(const Place& place, const OpenOptions& options, Progress& progress) {
  const Hdf5Archive archive(place.path, progress);
  return surveyArrays(archive, place, "HDF5", options);
}

}  // namespace latlas::data
