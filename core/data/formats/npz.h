// NumPy's archives of arrays (.npz): a ZIP of .npy files, stored or deflated. What each array is
// follows from its name (see array_roles.h). Pickled objects in it are named, never read.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/arrays/array_archive.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/storage/archive_reader.h"
#include "core/data/storage/bytes.h"
#include "core/data/survey.h"

namespace latlas::data {

class NpzArchive final : public ArrayArchive {
 public:
  // Reads the table of contents and each array's header. `path` is for messages and names the
  // cache's entries. Throws Error when the archive is damaged or an entry is not as long as its
  // header says.
  NpzArchive(BytesPtr bytes, std::filesystem::path path, const OpenOptions& options);

  const std::vector<ArchiveArray>& arrays() const override { return arrays_; }
  ArrayValues values(const ArchiveArray& array) override;
  // In memory while they fit there; else stored ones in place, deflated ones decoded into the
  // cache, once.
  std::vector<ArrayPart> bytesOf(std::span<const ArchiveArray* const> arrays,
                                 const OpenOptions& options, Progress& progress) override;

 private:
  using Write = std::function<void(std::uint64_t, std::span<const std::uint8_t>)>;

  // The arrays one behind the other, in pieces of any order.
  void decode(std::span<const ArchiveArray* const> arrays, Progress& progress,
              const Write& write) const;
  // Nothing unless all of them are stored as they are.
  std::optional<std::vector<ArrayPart>> inPlace(std::span<const ArchiveArray* const> arrays) const;

  BytesPtr bytes_;
  std::filesystem::path path_;
  ArchiveSettings settings_;
  std::vector<ArchiveArray> arrays_;
};

// Empty unless the place is a ZIP file that begins with a .npy file.
std::optional<Peek> peekNpz(const Place& place);

// Throws Error and Cancelled.
DatasetPtr openNpz(const Place& place, const OpenOptions& options, Progress& progress);
Survey surveyNpz(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
