// The entries of a ZIP that are not packed, by where their bytes lie: they can be read in place. Of
// what libarchive tells, the place is missing.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/data/storage/bytes.h"

namespace latlas::data {

struct StoredEntry {
  std::uint64_t offset = 0;  // of the first byte of its content
  std::uint64_t size = 0;
};

// By name, all within the file; without those that are packed, encrypted or damaged, and none of an
// archive whose table of contents is damaged. Throws Error only when the bytes cannot be read.
// Their checksums are not looked at.
std::map<std::string, StoredEntry> storedEntries(const Bytes& archive);

}  // namespace latlas::data
