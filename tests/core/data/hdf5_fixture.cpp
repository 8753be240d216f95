#include "tests/core/data/hdf5_fixture.h"

#include <hdf5.h>

#include <stdexcept>

#include "core/base/files.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

hid_t checked(hid_t id) {
  if (id < 0) throw std::runtime_error("HDF5");
  return id;
}

hid_t halfType(H5T_order_t order) {
  const hid_t type = checked(H5Tcopy(H5T_IEEE_F32LE));
  H5Tset_fields(type, 15, 10, 5, 0, 10);
  H5Tset_size(type, 2);
  H5Tset_ebias(type, 15);
  H5Tset_order(type, order);
  return type;
}

hid_t booleanType() {
  const hid_t type = checked(H5Tenum_create(H5T_NATIVE_INT8));
  for (const std::int8_t value : {std::int8_t{0}, std::int8_t{1}})
    H5Tenum_insert(type, value ? "TRUE" : "FALSE", &value);
  return type;
}

hid_t complexType() {
  const hid_t type = checked(H5Tcreate(H5T_COMPOUND, 8));
  H5Tinsert(type, "r", 0, H5T_IEEE_F32LE);
  H5Tinsert(type, "i", 4, H5T_IEEE_F32LE);
  return type;
}

hid_t typeOf(const std::string& descr) {
  if (descr == "complex") return complexType();
  if (descr == "text" || descr.starts_with("|S")) {
    const hid_t type = checked(H5Tcopy(H5T_C_S1));
    H5Tset_size(type, descr == "text" ? H5T_VARIABLE : std::stoul(descr.substr(2)));
    return type;
  }
  const H5T_order_t order = descr[0] == '>' ? H5T_ORDER_BE : H5T_ORDER_LE;
  if (descr[1] == 'b') return booleanType();
  if (descr.substr(1) == "f2") return halfType(order);
  const std::size_t size = std::stoul(descr.substr(2));
  hid_t type = -1;
  if (descr[1] == 'f') {
    type = checked(H5Tcopy(size == 4 ? H5T_IEEE_F32LE : H5T_IEEE_F64LE));
  } else {
    type = checked(H5Tcopy(descr[1] == 'u' ? H5T_STD_U8LE : H5T_STD_I8LE));
    H5Tset_precision(type, 8 * size);
    H5Tset_size(type, size);
  }
  H5Tset_order(type, order);
  return type;
}

void write(hid_t dataset, hid_t type, const Hdf5Set& set) {
  if (set.descr == "text") {
    std::vector<const char*> texts;
    for (std::size_t at = 0; at < set.values.size();) {
      texts.push_back(reinterpret_cast<const char*>(set.values.data() + at));
      at += std::string(texts.back()).size() + 1;
    }
    H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data());
    return;
  }
  std::vector<hsize_t> size(set.dims.begin(), set.dims.end()), begin(size.size());
  std::size_t rowBytes = H5Tget_size(type);
  for (std::size_t i = 1; i < size.size(); ++i) rowBytes *= size[i];
  if (!size.empty()) size.front() = set.values.size() / rowBytes;
  const hid_t space = H5Dget_space(dataset);
  const hid_t memory = H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr);
  if (!size.empty())
    H5Sselect_hyperslab(space, H5S_SELECT_SET, begin.data(), nullptr, size.data(), nullptr);
  const herr_t result = H5Dwrite(dataset, type, memory, space, H5P_DEFAULT, set.values.data());
  H5Sclose(memory);
  H5Sclose(space);
  if (result < 0) throw std::runtime_error("HDF5");
}

void add(hid_t file, const Hdf5Set& set) {
  const hid_t type = typeOf(set.descr);
  const std::vector<hsize_t> dims(set.dims.begin(), set.dims.end());
  const auto axes = static_cast<int>(dims.size());
  const hid_t space = checked(H5Screate_simple(axes, dims.data(), nullptr));
  const hid_t plan = checked(H5Pcreate(H5P_DATASET_CREATE));
  const hid_t links = checked(H5Pcreate(H5P_LINK_CREATE));
  H5Pset_create_intermediate_group(links, 1);
  if (!set.chunk.empty()) {
    const std::vector<hsize_t> chunk(set.chunk.begin(), set.chunk.end());
    H5Pset_chunk(plan, static_cast<int>(chunk.size()), chunk.data());
  }
  if (set.isShuffled) H5Pset_shuffle(plan);
  if (set.gzip) H5Pset_deflate(plan, static_cast<unsigned>(set.gzip));
  if (!set.external.empty()) H5Pset_external(plan, set.external.c_str(), 0, H5F_UNLIMITED);
  const hid_t dataset =
      checked(H5Dcreate2(file, set.name.c_str(), type, space, links, plan, H5P_DEFAULT));
  if (!set.values.empty()) write(dataset, type, set);
  H5Dclose(dataset);
  H5Pclose(links);
  H5Pclose(plan);
  H5Sclose(space);
  H5Tclose(type);
}

}  // namespace

Bytes hdf5File(const std::vector<Hdf5Set>& sets, bool isNewest) {
  const latlas::test::TemporaryFolder folder;
  const hid_t access = checked(H5Pcreate(H5P_FILE_ACCESS));
  if (isNewest) H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  const auto path = folder / "made.h5";
  const hid_t file = checked(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access));
  for (const Hdf5Set& set : sets) add(file, set);
  H5Fclose(file);
  H5Pclose(access);
  return readFile(path);
}

}  // namespace latlas::data::test
