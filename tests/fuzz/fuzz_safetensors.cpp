// Any bytes are a safetensors file or an Error; what is read can be written and read again.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "core/base/error.h"
#include "core/io/safetensors.h"

namespace {

// By bits: a NaN in a file is as good as any number.
bool sameBits(const latlas::model::Tensors& a, const latlas::model::Tensors& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t bytes = a[i].values.size() * sizeof(float);
    if (a[i].name != b[i].name || a[i].shape != b[i].shape ||
        b[i].values.size() * sizeof(float) != bytes ||
        (bytes > 0 && std::memcmp(a[i].values.data(), b[i].values.data(), bytes) != 0))
      return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace latlas;
  io::SafetensorsMetadata metadata, again;
  model::Tensors tensors;
  try {
    tensors = io::decodeSafetensors({data, size}, "fuzz", &metadata);
  } catch (const Error&) {
    return 0;
  }
  const auto bytes = io::encodeSafetensors(tensors, metadata);
  if (!sameBits(io::decodeSafetensors(bytes, "fuzz", &again), tensors) || again != metadata)
    std::abort();
  return 0;
}
