// Reads the values of one dataset of an HDF5 file: rows as they are stored, or texts.
#include "core/data/hdf5_reader/hdf5_library.h"

#include <hdf5.h>

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/data/hdf5_reader/hdf5_handle.h"

namespace latlas::data {
namespace {

constexpr hsize_t kStepBytes = 8 << 20;
// A row of chunks up to this size is read at once; a larger one through the chunk cache.
constexpr hsize_t kMostStepBytes = std::size_t{256} << 20;

Hdf5Handle openDataset(hid_t file, const std::filesystem::path& path, const std::string& name,
                       hid_t access = H5P_DEFAULT) {
  const hid_t dataset = H5Dopen2(file, name.c_str(), access);
  if (dataset < 0)
    throw fileError(path, {"dataset " + name, "one to read", hdf5Reason(), kHdf5Remedy});
  return {dataset, H5Dclose};
}

// How a dataset is read, rows at a time.
struct RowSteps {
  std::vector<hsize_t> dims;
  hsize_t rowBytes = 0;
  hsize_t rows = 1;  // whole chunks, so that each is unpacked once
  std::size_t cacheBytes = 0;
};

RowSteps stepsOf(hid_t dataset) {
  const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
  const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
  const Hdf5Handle plan(H5Dget_create_plist(dataset), H5Pclose);
  RowSteps steps;
  steps.dims.resize(H5S_MAX_RANK);
  const int axes = H5Sget_simple_extent_dims(space, steps.dims.data(), nullptr);
  steps.dims.resize(static_cast<std::size_t>(std::max(axes, 0)));
  steps.rowBytes = H5Tget_size(type);
  for (std::size_t i = 1; i < steps.dims.size(); ++i) steps.rowBytes *= steps.dims[i];
  std::vector<hsize_t> chunk(H5S_MAX_RANK, 1);
  if (H5Pget_layout(plan) == H5D_CHUNKED) H5Pget_chunk(plan, H5S_MAX_RANK, chunk.data());
  const hsize_t chunkRows = std::max<hsize_t>(1, chunk.front());
  steps.rows = std::max<hsize_t>(1, kStepBytes / std::max<hsize_t>(1, steps.rowBytes));
  const bool isWhole = chunkRows * steps.rowBytes <= kMostStepBytes;
  if (isWhole) steps.rows = (steps.rows + chunkRows - 1) / chunkRows * chunkRows;
  // The cache is of use only for chunks that are needed again.
  steps.cacheBytes = isWhole ? 0 : kMostStepBytes;
  return steps;
}

[[noreturn]] void refuseValues(const std::filesystem::path& path, const std::string& name,
                               hsize_t row) {
  throw fileError(path, {"dataset " + name + ", row " + std::to_string(row), "values to read",
                         hdf5Reason(), kHdf5Remedy});
}

}  // namespace

void readHdf5Rows(const std::filesystem::path& path, const std::string& name, std::int64_t first,
                  std::int64_t count, IsolatedOutput& output) {
  const Hdf5Handle file = openHdf5File(path);
  const Hdf5Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  const RowSteps steps = stepsOf(openDataset(file, path, name));
  constexpr std::size_t kCacheSlots = 521;
  H5Pset_chunk_cache(access, kCacheSlots, steps.cacheBytes, 1.0);
  const Hdf5Handle dataset = openDataset(file, path, name, access);
  const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
  const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
  std::vector<std::uint8_t> bytes;
  if (steps.dims.empty()) {
    bytes.resize(steps.rowBytes);
    if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
      refuseValues(path, name, 0);
    return output.write(bytes);
  }
  const auto rowsEnd = static_cast<hsize_t>(first + count);
  if (rowsEnd > steps.dims.front()) refuseValues(path, name, rowsEnd);
  std::vector<hsize_t> begin(steps.dims.size()), size = steps.dims;
  for (auto row = static_cast<hsize_t>(first); row < rowsEnd; row += size.front()) {
    begin.front() = row;
    size.front() = std::min(steps.rows, rowsEnd - row);
    bytes.resize(size.front() * steps.rowBytes);
    const auto axes = static_cast<int>(size.size());
    const Hdf5Handle memory(H5Screate_simple(axes, size.data(), nullptr), H5Sclose);
    if (H5Sselect_hyperslab(space, H5S_SELECT_SET, begin.data(), nullptr, size.data(), nullptr) <
            0 ||
        H5Dread(dataset, type, memory, space, H5P_DEFAULT, bytes.data()) < 0)
      refuseValues(path, name, row);
    output.write(bytes);
  }
}

void readHdf5Texts(const std::filesystem::path& path, const std::string& name,
                   IsolatedOutput& output) {
  const Hdf5Handle file = openHdf5File(path);
  const Hdf5Handle dataset = openDataset(file, path, name);
  const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
  const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (count < 0 || H5Tis_variable_str(type) <= 0) refuseValues(path, name, 0);
  std::vector<char*> texts(static_cast<std::size_t>(count));
  if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()) < 0)
    refuseValues(path, name, 0);
  std::vector<std::uint8_t> all;
  for (const char* text : texts) {
    if (text) all.insert(all.end(), text, text + std::char_traits<char>::length(text));
    all.push_back(0);
  }
  output.write(all);
}

}  // namespace latlas::data
