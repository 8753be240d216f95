// Lists the datasets of an HDF5 file: their types, their sizes and how they are stored.
#include "core/data/hdf5_reader/hdf5_library.h"

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/hdf5_reader/hdf5_handle.h"
#include "core/data/hdf5_reader/hdf5_requests.h"

namespace latlas::data {
namespace {

using nlohmann::json;

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
      const Hdf5Handle base(H5Tget_super(type), H5Tclose);
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
  const Hdf5Handle plan(H5Dget_create_plist(dataset), H5Pclose);
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
  const Hdf5Handle dataset(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose);
  const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
  const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
  if (dataset < 0 || type < 0 || space < 0) {
    array["unusable"] = "damage (" + hdf5Reason() + ")";
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

}  // namespace

json listHdf5(const std::filesystem::path& path) {
  struct Visit {
    hid_t file;
    json arrays;
    bool isTooMuch;
  };
  const Hdf5Handle file = openHdf5File(path);
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
    throw fileError(path,
                    {"", "groups and datasets that can be listed", hdf5Reason(), kHdf5Remedy});
  if (visit.isTooMuch)
    throw fileError(path, {"", "at most " + std::to_string(kMostHdf5Arrays) + " datasets", "more",
                           "Keep the samples together in one dataset"});
  return std::move(visit.arrays);
}

}  // namespace latlas::data
