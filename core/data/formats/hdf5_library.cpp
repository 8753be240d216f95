#include "core/data/formats/hdf5_library.h"

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace latlas::data {
namespace {

using nlohmann::json;

constexpr const char* kRemedy = "Download or export the file again";
constexpr hsize_t kStepBytes = 8 << 20;
// A row of chunks up to this size is read at once; a larger one through the chunk cache.
constexpr hsize_t kMostStepBytes = std::size_t{256} << 20;

// Closes what the library opened.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

// The library's innermost complaint.
std::string reason() {
  std::string text;
  const auto collect = [](unsigned, const H5E_error2_t* error, void* data) -> herr_t {
    if (error->desc && *error->desc) *static_cast<std::string*>(data) = error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, collect, &text);
  return text.empty() ? "damage" : text;
}

Handle openFile(const std::filesystem::path& path) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);  // a file must not choose code to be loaded
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
#if H5_VERSION_GE(1, 10, 7)
  H5Pset_file_locking(access, false, true);  // not all file systems can, and nothing is written
#endif
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access);
  if (file < 0)
    throw fileError(path, {"", "a file that HDF5's library can read", reason(), kRemedy});
  return {file, H5Fclose};
}

char orderOf(hid_t type) {
  switch (H5Tget_order(type)) {
    case H5T_ORDER_BE: return '>';
    case H5T_ORDER_LE: return '<';
    default: return '|';
  }
}

// Integers of fewer bits than their bytes have are rare enough not to be read.
bool fillsItsBytes(hid_t type) { return H5Tget_precision(type) == 8 * H5Tget_size(type); }

// The layout of IEEE 754 in so many bytes.
bool isIeee(hid_t type) {
  struct Known {
    std::size_t bytes, exponentAt, exponentBits, mantissaBits, bias;
  };
  static constexpr Known kKnown[]{{2, 10, 5, 10, 15}, {4, 23, 8, 23, 127}, {8, 52, 11, 52, 1023}};
  std::size_t sign = 0, exponentAt = 0, exponentBits = 0, mantissaAt = 0, mantissaBits = 0;
  if (H5Tget_fields(type, &sign, &exponentAt, &exponentBits, &mantissaAt, &mantissaBits) < 0)
    return false;
  const std::size_t bytes = H5Tget_size(type), bias = H5Tget_ebias(type);
  return std::any_of(std::begin(kKnown), std::end(kKnown), [&](const Known& known) {
    return bytes == known.bytes && sign == 8 * bytes - 1 && exponentAt == known.exponentAt &&
           exponentBits == known.exponentBits && mantissaAt == 0 &&
           mantissaBits == known.mantissaBits && bias == known.bias;
  });
}

// h5py keeps booleans as bytes with two names.
bool isBoolean(hid_t type) {
  if (H5Tget_size(type) != 1 || H5Tget_nmembers(type) != 2) return false;
  for (const auto& [index, name] : {std::pair(0u, "FALSE"), std::pair(1u, "TRUE")}) {
    std::int8_t value = -1;
    char* found = H5Tget_member_name(type, index);
    const bool isName = found && std::string(found) == name;
    H5free_memory(found);
    if (!isName || H5Tget_member_value(type, index, &value) < 0) return false;
    if (value != static_cast<std::int8_t>(index)) return false;
  }
  return true;
}

std::string integerType(hid_t type) {
  if (!fillsItsBytes(type)) return {};
  return orderOf(type) + std::string(H5Tget_sign(type) == H5T_SGN_NONE ? "u" : "i") +
         std::to_string(H5Tget_size(type));
}

void describeType(hid_t type, json& array) {
  const std::size_t size = H5Tget_size(type);
  std::string name, other;
  switch (H5Tget_class(type)) {
    case H5T_INTEGER:
      name = integerType(type);
      other = "integers of an unusual size";
      break;
    case H5T_FLOAT:
      if (isIeee(type)) name = orderOf(type) + std::string("f") + std::to_string(size);
      other = "floats of an unusual kind";
      break;
    case H5T_ENUM: {
      const Handle base(H5Tget_super(type), H5Tclose);
      name = isBoolean(type) ? "|b1" : integerType(base);
      other = "names of an unusual size";
      break;
    }
    case H5T_STRING:
      name = H5Tis_variable_str(type) > 0 ? "text" : "|S" + std::to_string(size);
      break;
    case H5T_COMPOUND: other = "structures or complex numbers"; break;
    case H5T_REFERENCE: other = "references"; break;
    case H5T_VLEN: other = "lists of different lengths"; break;
    case H5T_ARRAY: other = "arrays of arrays"; break;
    default: other = "values of an unusual type"; break;
  }
  if (name.starts_with('|') && size > 1 && !name.starts_with("|S")) name.clear();
  if (name.empty())
    array["unusable"] = other;
  else
    array["type"] = name;
}

void describeStorage(hid_t dataset, json& array) {
  const Handle plan(H5Dget_create_plist(dataset), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(plan);
  if (layout == H5D_VIRTUAL || H5Pget_external_count(plan) > 0) {
    array["unusable"] = "values that lie in other files";
    return;
  }
  for (int i = 0; i < H5Pget_nfilters(plan); ++i) {
    std::array<char, 64> name{};
    unsigned flags = 0, config = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter = H5Pget_filter2(plan, static_cast<unsigned>(i), &flags, &values,
                                               nullptr, name.size() - 1, name.data(), &config);
    if (H5Zfilter_avail(filter) > 0) continue;
    array["unusable"] = "values packed by '" + std::string(name.data()) +
                        "', which HDF5's own library cannot unpack";
    return;
  }
  const hsize_t stored = H5Dget_storage_size(dataset);
  array["stored"] = stored;
  if (layout == H5D_CHUNKED) {
    std::vector<hsize_t> chunk(H5S_MAX_RANK);
    if (H5Pget_chunk(plan, H5S_MAX_RANK, chunk.data()) > 0) array["chunk_rows"] = chunk.front();
  }
  const haddr_t at = H5Dget_offset(dataset);
  if (layout == H5D_CONTIGUOUS && at != HADDR_UNDEF && H5Pget_nfilters(plan) == 0)
    array["offset"] = at;
}

json describe(hid_t file, const char* name) {
  json array{{"name", name}};
  const Handle dataset(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose);
  const Handle type(H5Dget_type(dataset), H5Tclose);
  const Handle space(H5Dget_space(dataset), H5Sclose);
  if (dataset < 0 || type < 0 || space < 0) {
    array["unusable"] = "damage (" + reason() + ")";
    return array;
  }
  std::vector<hsize_t> dims(H5S_MAX_RANK);
  const int axes = H5Sget_simple_extent_dims(space, dims.data(), nullptr);
  if (H5Sget_simple_extent_type(space) == H5S_NULL || axes < 0) {
    array["unusable"] = "nothing";
    return array;
  }
  dims.resize(static_cast<std::size_t>(axes));
  array["dims"] = dims;
  describeType(type, array);
  if (!array.contains("unusable")) describeStorage(dataset, array);
  return array;
}

Handle openDataset(hid_t file, const std::filesystem::path& path, const std::string& name,
                   hid_t access = H5P_DEFAULT) {
  const hid_t dataset = H5Dopen2(file, name.c_str(), access);
  if (dataset < 0) throw fileError(path, {"dataset " + name, "one to read", reason(), kRemedy});
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
  const Handle type(H5Dget_type(dataset), H5Tclose);
  const Handle space(H5Dget_space(dataset), H5Sclose);
  const Handle plan(H5Dget_create_plist(dataset), H5Pclose);
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
                         reason(), kRemedy});
}

}  // namespace

json listHdf5(const std::filesystem::path& path) {
  struct Visit {
    hid_t file;
    json arrays;
    bool isTooMuch;
  };
  const Handle file = openFile(path);
  Visit visit{file, json::array(), false};
  // Links to other files and soft links are not followed.
  const auto look = [](hid_t, const char* name, const auto* info, void* data) -> herr_t {
    auto& all = *static_cast<Visit*>(data);
    if (info->type != H5O_TYPE_DATASET) return 0;
    all.isTooMuch = all.arrays.size() == kMostHdf5Arrays;
    if (!all.isTooMuch) all.arrays.push_back(describe(all.file, name));
    return all.isTooMuch ? 1 : 0;
  };
  const herr_t result = H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, look, &visit, H5O_INFO_BASIC);
  if (result < 0)
    throw fileError(path, {"", "groups and datasets that can be listed", reason(), kRemedy});
  if (visit.isTooMuch)
    throw fileError(path, {"", "at most " + std::to_string(kMostHdf5Arrays) + " datasets", "more",
                           "Keep the samples together in one dataset"});
  return std::move(visit.arrays);
}

void readHdf5Rows(const std::filesystem::path& path, const std::string& name, std::int64_t first,
                  std::int64_t count, IsolatedOutput& output) {
  const Handle file = openFile(path);
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  const RowSteps steps = stepsOf(openDataset(file, path, name));
  constexpr std::size_t kCacheSlots = 521;
  H5Pset_chunk_cache(access, kCacheSlots, steps.cacheBytes, 1.0);
  const Handle dataset = openDataset(file, path, name, access);
  const Handle type(H5Dget_type(dataset), H5Tclose);
  const Handle space(H5Dget_space(dataset), H5Sclose);
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
    const Handle memory(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr),
                        H5Sclose);
    if (H5Sselect_hyperslab(space, H5S_SELECT_SET, begin.data(), nullptr, size.data(), nullptr) <
            0 ||
        H5Dread(dataset, type, memory, space, H5P_DEFAULT, bytes.data()) < 0)
      refuseValues(path, name, row);
    output.write(bytes);
  }
}

void readHdf5Texts(const std::filesystem::path& path, const std::string& name,
                   IsolatedOutput& output) {
  const Handle file = openFile(path);
  const Handle dataset = openDataset(file, path, name);
  const Handle type(H5Dget_type(dataset), H5Tclose);
  const Handle space(H5Dget_space(dataset), H5Sclose);
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
