// What HDF5's C interface needs to be used safely: closing, opening a file, saying what went wrong.
// Threading: as hdf5_library.h.
#pragma once

#include <hdf5.h>

#include <filesystem>
#include <string>

namespace latlas::data {

// Closes what the library opened.
class Hdf5Handle {
 public:
  Hdf5Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Hdf5Handle() {
    if (id_ >= 0) close_(id_);
  }
  Hdf5Handle(const Hdf5Handle&) = delete;
  Hdf5Handle& operator=(const Hdf5Handle&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

// The library's innermost complaint.
std::string hdf5Reason();

// Throws Error naming `path`.
Hdf5Handle openHdf5File(const std::filesystem::path& path);

inline constexpr const char* kHdf5Remedy = "Download or export the file again";

}  // namespace latlas::data
