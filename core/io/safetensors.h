// The safetensors format: 8-byte little-endian header length, JSON header, raw little-endian data.
// Float32 tensors only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/model/tensor.h"

namespace latlas::io {

using SafetensorsMetadata = std::map<std::string, std::string>;

// Equal tensors and metadata give equal bytes. Throws Error for two tensors of one name, a name
// that the format reserves, or values that do not fill the shape.
std::vector<std::uint8_t> encodeSafetensors(const model::Tensors& tensors,
                                            const SafetensorsMetadata& metadata = {});

// The tensors in the order of their data. `name` stands in messages. Throws Error (offset,
// expected, found) for anything malformed; no allocation follows a number that the bytes cannot
// back. What the file says about itself goes to `metadata`, if given.
model::Tensors decodeSafetensors(std::span<const std::uint8_t> bytes,
                                 const std::filesystem::path& name,
                                 SafetensorsMetadata* metadata = nullptr);

}  // namespace latlas::io
