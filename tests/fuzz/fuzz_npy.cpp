// NumPy's array files: the header parsed or refused with an Error, and what is accepted is safe to
// read: the sizes fit, every view of the axes stays within the values, texts and numbers convert.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/data/arrays/array_values.h"
#include "core/data/formats/npy.h"
#include "core/data/storage/array_store.h"

namespace {

using namespace latlas::data;

void readAsSamples(const NpyHeader& header, const std::shared_ptr<const MemoryBytes>& bytes) {
  for (const Meaning meaning : {Meaning::byContent, Meaning::images, Meaning::vectors}) {
    const auto view = viewAsSamples(header.array, meaning).view;
    if (!view) continue;
    const ArraySource source{view->shape, view->layout, {{bytes, header.dataOffset, view->count}}};
    source.requireBacking("fuzz");
    const ArrayStore store(source, {});
    std::vector<float> values(static_cast<std::size_t>(view->shape.size()));
    const std::int64_t last = view->count - 1;
    store.read({&last, 1}, values);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const NpyHeader header = parseNpyHeader({data, size}, "fuzz");
    requireReadable(header, "fuzz");
    requireValues(header, size, "fuzz");
    const std::span<const std::uint8_t> values(data + header.dataOffset, header.array.bytes());
    const ArrayValues converted = toValues(header.array, values);
    const std::size_t count = converted.numbers.size() + converted.texts.size();
    if (count != static_cast<std::size_t>(header.array.count())) std::abort();
    if (!header.array.isText())
      readAsSamples(header, std::make_shared<const MemoryBytes>(
                                std::vector<std::uint8_t>(data, data + size)));
  } catch (const latlas::Error&) {
  }
  return 0;
}
