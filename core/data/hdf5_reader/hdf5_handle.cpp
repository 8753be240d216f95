#include "core/data/hdf5_reader/hdf5_handle.h"

#include "core/base/error.h"

namespace latlas::data {

std::string hdf5Reason() {
  std::string text;
  const auto collect = [](unsigned, const H5E_error2_t* error, void* data) -> herr_t {
    if (error->desc && *error->desc) *static_cast<std::string*>(data) = error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, collect, &text);
  return text.empty() ? "damage" : text;
}

Hdf5Handle openHdf5File(const std::filesystem::path& path) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);  // a file must not choose code to be loaded
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
#if H5_VERSION_GE(1, 10, 7)
  H5Pset_file_locking(access, false, true);  // not all file systems can, and nothing is written
#endif
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access);
  if (file < 0)
    throw fileError(path, {"", "a file that HDF5's library can read", hdf5Reason(), kHdf5Remedy});
  return {file, H5Fclose};
}

}  // namespace latlas::data
