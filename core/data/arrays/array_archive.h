// A file of named arrays (NPZ, HDF5) as a dataset: what is the same for all of them.
// Threading: one thread.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/arrays/array_roles.h"
#include "core/data/arrays/array_values.h"
#include "core/data/dataset.h"
#include "core/data/place.h"
#include "core/data/storage/array_store.h"
#include "core/data/survey.h"

namespace latlas::data {

class ArrayArchive {
 public:
  virtual ~ArrayArchive() = default;

  // As the file lists them; the same each time.
  virtual const std::vector<ArchiveArray>& arrays() const = 0;

  // A small array whole. Throws Error.
  virtual ArrayValues values(const ArchiveArray& array) = 0;

  // Large arrays as they are stored: for each the bytes, where in them it begins, and its rows.
  // Decoded, once, or in place. Throws Error and Cancelled.
  virtual std::vector<ArrayPart> bytesOf(std::span<const ArchiveArray* const> arrays,
                                         const OpenOptions& options, Progress& progress) = 0;
};

// See array_roles.h for what is understood. dSprites' and 3D Shapes' arrays have factors, their
// shape as classes. The parts of a split dataset follow one another, training first, those behind
// it held out; a text column "split" says which is which. `format` is for people: "NPZ". Throws
// Error, also when it would have to guess, and Cancelled.
DatasetPtr openArrays(ArrayArchive& archive, const Place& place, const std::string& format,
                      const OpenOptions& options, Progress& progress);

Survey surveyArrays(const ArrayArchive& archive, const Place& place, const std::string& format,
                    const OpenOptions& options);

}  // namespace latlas::data
