// CIFAR's batches and lists of names: judged, and if they are batches, read or refused with an
// Error. The lengths that make a batch are forced, since hardly any input has them.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/formats/cifar.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace latlas::data;
  for (const std::string& name : parseCifarNames({data, size}))
    if (name.empty()) std::abort();
  for (const Cifar kind : {Cifar::ten, Cifar::hundred}) {
    const auto record = static_cast<std::size_t>(recordBytes(kind));
    std::vector<std::uint8_t> records(data, data + size);
    records.resize((size / record + 1) * record);
    const auto bytes = std::make_shared<const MemoryBytes>(std::move(records));
    const auto count = static_cast<std::int64_t>(bytes->size() / record);
    const auto judged = judgeCifar(*bytes);
    if (judged && bytes->size() % static_cast<std::size_t>(recordBytes(*judged)) != 0) std::abort();
    try {
      CifarLabels labels;
      readCifarLabels(kind, *bytes, 0, count, "fuzz", labels);
      if (std::ssize(labels.fine) != count) std::abort();
    } catch (const latlas::Error&) {
    }
    const ArraySource source{kCifarShape, cifarLayout(kind), {cifarPart(kind, bytes, 0, count)}};
    source.requireBacking("fuzz");
    std::vector<float> values(static_cast<std::size_t>(kCifarShape.size()));
    const std::int64_t last = count - 1;
    ArrayStore(source, {}).read({&last, 1}, values);
  }
  return 0;
}
