// HDF5 files, opened whole: whatever their own library does with them in its process, this one
// lives on and ends in a dataset or an Error. Other inputs are taken for what that process reports,
// which a hostile file may have made up.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/formats/hdf5.h"
#include "core/data/open.h"

namespace {

using namespace latlas::data;

void openAsFile(std::span<const std::uint8_t> bytes) {
  const std::filesystem::path path = "/dev/shm/latlas-fuzz-" + std::to_string(::getpid()) + ".h5";
  latlas::writeFileAtomically(path, bytes);
  OpenOptions options;
  options.unpackLimit = 16 << 20;  // keeps a run quick, and within memory
  options.memoryLimit = 64 << 20;
  latlas::Progress progress;
  try {
    const DatasetPtr dataset = open(path.string(), options, progress);
    std::vector<float> values(static_cast<std::size_t>(dataset->info().shape.size()));
    const std::int64_t last = dataset->info().count - 1;
    dataset->read({&last, 1}, values);
  } catch (const latlas::Error&) {
  }
}

void parseAsListing(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  try {
    const Hdf5Listing listing = parseHdf5Listing(text, 1 << 20, "fuzz");
    if (listing.arrays.size() != listing.storages.size()) std::abort();
    for (const ArchiveArray& array : listing.arrays)
      if (array.unusable.empty() && !checkedBytes(array.array)) std::abort();
  } catch (const latlas::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint8_t kSignature = 0x89;
  const std::span<const std::uint8_t> bytes(data, size);
  if (size > 0 && data[0] == kSignature)
    openAsFile(bytes);
  else
    parseAsListing(bytes);
  return 0;
}
