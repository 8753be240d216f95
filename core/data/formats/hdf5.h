// HDF5 files as datasets: what each of their arrays is follows from its path (see array_roles.h).
// Arrays that lie plain in the file are read in place; packed ones are unpacked once, on all cores.
// HDF5's library runs in processes of its own, which a damaged file can crash without harm.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/data/arrays/array_archive.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/storage/bytes.h"
#include "core/data/storage/decode_cache.h"
#include "core/data/survey.h"

namespace latlas::data {

// How an array lies in the file, beside what it is.
struct Hdf5Storage {
  std::optional<std::uint64_t> offset;  // plain, in one piece
  std::uint64_t storedBytes = 0;
  std::int64_t chunkRows = 1;
  bool hasAnyLength = false;  // texts of any length
};

struct Hdf5Listing {
  std::vector<ArchiveArray> arrays;
  std::vector<Hdf5Storage> storages;  // [arrays]
};

// What listHdf5() says of a file of `fileBytes`, and which may be anything when the file is
// hostile. Throws Error naming `path` when it is not as described there.
Hdf5Listing parseHdf5Listing(std::string_view text, std::uint64_t fileBytes,
                             const std::filesystem::path& path);

// Throws Error unless the file begins with an HDF5 superblock (versions 0 to 3) and is as long as
// that says at least.
void requireWholeHdf5(const Bytes& bytes, const std::filesystem::path& path);

class Hdf5Archive final : public ArrayArchive {
 public:
  // Lists the file's arrays. Throws Error and Cancelled.
  Hdf5Archive(const std::filesystem::path& path, Progress& progress);

  const std::vector<ArchiveArray>& arrays() const override { return listing_.arrays; }
  ArrayValues values(const ArchiveArray& array) override;
  std::vector<ArrayPart> bytesOf(std::span<const ArchiveArray* const> arrays,
                                 const OpenOptions& options, Progress& progress) override;

 private:
  const Hdf5Storage& storageOf(const ArchiveArray& array) const;
  CachedSamples decode(std::span<const ArchiveArray* const> arrays, const CacheKey& key,
                       const OpenOptions& options, Progress& progress) const;

  std::filesystem::path path_;
  std::shared_ptr<const FileBytes> bytes_;
  Hdf5Listing listing_;
};

// Empty unless the place is an HDF5 file, by its first bytes.
std::optional<Peek> peekHdf5(const Place& place);

// Throws Error and Cancelled.
DatasetPtr openHdf5(const Place& place, const OpenOptions& options, Progress& progress);
Survey surveyHdf5(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
