// One file of a catalogue, from the first of its addresses that has it.
// Threading: blocks its thread.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/fetch/catalogue.h"
#include "core/fetch/fetch_options.h"
#include "core/fetch/meter.h"

namespace latlas::fetch {

struct Downloaded {
  std::int64_t received = 0;  // bytes over the network
  bool resumed = false;       // something was there before and only the rest came
};

// Whether `file` holds what was published: its length, when exact, and its checksum. Throws Error
// when it cannot be read, and Cancelled.
bool isVerified(const std::filesystem::path& file, const CatalogueFile& published, Meter& meter);

// Into `folder`, under its final name only once length and checksum are right; one that is there
// and right is left alone. An interrupted download keeps what came and goes on from there, also from
// another address. Wrong bytes are thrown away. Throws Error (what was expected, and what each
// address had instead; a disk that is full or read-only) and Cancelled.
Downloaded downloadFile(const CatalogueFile& file, const std::filesystem::path& folder,
                        const FetchOptions& options, Meter& meter);

}  // namespace latlas::fetch
