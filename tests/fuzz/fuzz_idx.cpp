// Plain IDX files and, when the bytes begin so, gzipped ones: parsed or refused with an Error.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/base/error.h"
#include "core/data/formats/idx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto idx = latlas::data::parseIdx({data, size}, "fuzz");
    if (idx.array.bytes() != idx.values.size()) std::abort();
  } catch (const latlas::Error&) {
  }
  return 0;
}
