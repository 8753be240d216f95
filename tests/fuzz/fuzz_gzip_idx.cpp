// IDX inside gzip: raw deflate data behind a valid gzip header, so that the fuzzer need not find
// the header, and any bytes after it as a second member.
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/data/formats/idx.h"
#include "core/data/storage/gzip_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint8_t> file{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
  file.insert(file.end(), data, data + size);
  try {
    latlas::data::parseIdx(file, "fuzz");
  } catch (const latlas::Error&) {
  }
  // The checksum stops most inputs above; the bytes before it must be safe on their own.
  latlas::data::GzipSource source(std::make_unique<latlas::data::SpanSource>(file), "fuzz");
  std::array<std::uint8_t, 1000> some;
  try {
    // Many small inputs expand to megabytes; the first part shows the same code.
    for (int reads = 0; reads < 64 && source.read(some) == some.size(); ++reads) {
    }
  } catch (const latlas::Error&) {
  }
  return 0;
}
