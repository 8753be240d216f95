// What an isolated program says to the one that started it (isolated_work.h, isolated_program.h):
// pieces on a pipe, each with a head of its length and its kind. Both are of the same build.
#pragma once

#include <cstddef>
#include <cstdint>

namespace latlas {

inline constexpr int kIsolatedPipe = 3;  // the descriptor that the program writes to

inline constexpr int kWrongCall = 2;    // its exit status when that is not there
inline constexpr int kNotLoaded = 127;  // the loader's, when a library is not there

enum class PieceKind : std::uint8_t { data, error, crash, end };

inline constexpr std::size_t kPieceHeadBytes = sizeof(std::uint64_t) + 1;
inline constexpr std::uint64_t kMostPieceMessage = 1 << 16;

}  // namespace latlas
