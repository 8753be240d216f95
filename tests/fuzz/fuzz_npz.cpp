// NumPy's archives: the table of contents, every array's header and the values of the small ones,
// read or refused with an Error; and what the arrays' names make of them.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/data/formats/npz.h"
#include "core/data/storage/stored_entries.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace latlas::data;
  constexpr std::uint64_t kSmall = 1 << 20;
  OpenOptions options;
  options.unpackLimit = 16 << 20;  // keeps a run quick
  const auto bytes =
      std::make_shared<const MemoryBytes>(std::vector<std::uint8_t>(data, data + size));
  for (const auto& [name, entry] : storedEntries(*bytes))
    if (entry.offset > size || entry.size > size - entry.offset) std::abort();
  try {
    NpzArchive archive(bytes, "fuzz", options);
    for (const ArchiveArray& array : archive.arrays()) {
      if (!array.unusable.empty() || array.array.bytes() > kSmall) continue;
      const ArrayValues values = archive.values(array);
      const std::size_t count = values.numbers.size() + values.texts.size();
      if (count != static_cast<std::size_t>(array.array.count())) std::abort();
    }
    Place place;
    place.path = "fuzz";
    surveyArrays(archive, place, "fuzz", options);
  } catch (const latlas::Error&) {
  }
  return 0;
}
