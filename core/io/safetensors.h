// The safetensors format: 8-byte little-endian header length, JSON header, raw little-endian data.
// Float32 tensors only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace latlas::io {

// Equal tensors and metadata give equal bytes.
std::vector<std::uint8_t> encodeSafetensors(const model::Tensors& tensors,
                                            const std::map<std::string, std::string>& metadata = {});

// `name` stands in messages. Throws Error (offset, expected, found) for anything malformed; no
// allocation follows a number that the bytes cannot back.
model::Tensors decodeSafetensors(std::span<const std::uint8_t> bytes,
                                 const std::filesystem::path& name);

}  // namespace latlas::io
