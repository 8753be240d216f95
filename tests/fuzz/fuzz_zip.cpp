// ZIPs of images: the archive walked, every file's header and then all of it read, within limits.
#include "tests/fuzz/archive_walk.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  latlas::data::fuzz::walkArchive({data, data + size});
  return 0;
}
