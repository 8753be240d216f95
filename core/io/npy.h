// NumPy's .npy format, version 1.0: what numpy.load reads. Float32 matrices only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace latlas::io {

// values: [rows, columns], row-major. Throws std::invalid_argument when the sizes disagree.
std::vector<std::uint8_t> encodeNpy(std::span<const float> values, std::int64_t rows,
                                    std::int64_t columns);

// Atomically; throws Error.
void writeNpy(const std::filesystem::path& path, std::span<const float> values, std::int64_t rows,
              std::int64_t columns);

}  // namespace latlas::io
