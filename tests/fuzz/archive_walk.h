// What the archive fuzzers share.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/image_set/archive_images.h"

namespace latlas::data::fuzz {

// Lists the images of an archive, then reads its entries. Aborts when more comes out than the
// limits allow, or a name leads out.
inline void walkArchive(std::vector<std::uint8_t> file) {
  constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 20;
  constexpr int kMostEntries = 200;
  const auto bytes = std::make_shared<const MemoryBytes>(std::move(file));
  OpenOptions options;
  options.unpackLimit = kMostBytes;
  Progress progress;
  try {
    ArchiveImages images(bytes, "fuzz", options);
    for (const ListedImage& image : images.list(progress).images)
      if (image.name.starts_with('/') || image.name.starts_with("../") ||
          image.name.find("/../") != std::string::npos)
        std::abort();
  } catch (const Error&) {
  }
  // As a look from the front, and as a whole.
  for (const std::uint64_t most : {std::uint64_t{1} << 16, std::uint64_t{0}}) {
    std::uint64_t total = 0;
    try {
      ArchiveReader reader(bytes, "fuzz", {kMostBytes, options.unpackRatio, most, {}});
      std::vector<std::uint8_t> some(10'000);
      for (int i = 0; i < kMostEntries && reader.next(); ++i) {
        try {
          for (std::size_t count = some.size(); count == some.size(); total += count)
            count = reader.read(some);
        } catch (const EntryFault&) {
        }
      }
    } catch (const Error&) {
    }
    if (total > kMostBytes) std::abort();
  }
}

}  // namespace latlas::data::fuzz
