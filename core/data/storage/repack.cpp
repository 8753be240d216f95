#include "core/data/storage/repack.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace latlas::data {
namespace {

constexpr std::int64_t kPieceBytes = std::int64_t{8} << 20;
// A sample that spreads over more than this many times its size is not read by itself.
constexpr std::int64_t kWidestSpread = 4;

struct Piece {
  const ArrayPart& part;
  std::int64_t first = 0;  // sample within the part
  std::int64_t count = 0;
};

// Samples whose bytes lie together: one read, then a copy number by number.
void repackTogether(const ArraySource& source, const Piece& piece,
                    std::vector<std::uint8_t>& buffer, std::uint8_t* to) {
  const ArrayLayout& layout = source.layout;
  const std::int64_t extent = source.sampleExtent();
  const auto size = static_cast<std::size_t>(sizeOf(layout.type.element));
  const std::uint64_t at =
      piece.part.offset + static_cast<std::uint64_t>(piece.first * layout.sampleStride);
  buffer.resize(static_cast<std::size_t>((piece.count - 1) * layout.sampleStride + extent));
  piece.part.bytes->read(at, buffer);
  for (std::int64_t n = 0; n < piece.count; ++n)
    for (std::int64_t c = 0; c < source.shape.channels; ++c)
      for (std::int64_t y = 0; y < source.shape.height; ++y) {
        const std::uint8_t* from =
            buffer.data() + n * layout.sampleStride + c * layout.strides[0] + y * layout.strides[1];
        for (std::int64_t x = 0; x < source.shape.width; ++x, to += size)
          std::memcpy(to, from + x * layout.strides[2], size);
      }
}

// Samples that lie interleaved: for each number of a sample, a run along the samples.
void repackAlongSamples(const ArraySource& source, const Piece& piece,
                        std::vector<std::uint8_t>& buffer, std::uint8_t* to) {
  const ArrayLayout& layout = source.layout;
  const auto size = static_cast<std::size_t>(sizeOf(layout.type.element));
  const std::size_t sampleBytes = static_cast<std::size_t>(source.shape.size()) * size;
  buffer.resize(static_cast<std::size_t>((piece.count - 1) * layout.sampleStride) + size);
  for (std::int64_t c = 0; c < source.shape.channels; ++c)
    for (std::int64_t y = 0; y < source.shape.height; ++y)
      for (std::int64_t x = 0; x < source.shape.width; ++x, to += size) {
        const std::int64_t at = piece.first * layout.sampleStride + c * layout.strides[0] +
                                y * layout.strides[1] + x * layout.strides[2];
        piece.part.bytes->read(piece.part.offset + static_cast<std::uint64_t>(at), buffer);
        for (std::int64_t n = 0; n < piece.count; ++n)
          std::memcpy(to + static_cast<std::size_t>(n) * sampleBytes,
                      buffer.data() + n * layout.sampleStride, size);
      }
}

}  // namespace

bool isReadableInPlace(const ArraySource& source) {
  return source.sampleExtent() <=
         kWidestSpread * source.shape.size() * sizeOf(source.layout.type.element);
}

void repack(const ArraySource& source,
            const std::function<void(std::uint64_t, std::span<const std::uint8_t>)>& write,
            Progress& progress) {
  const bool together = isReadableInPlace(source);
  const std::int64_t sampleBytes = source.shape.size() * sizeOf(source.layout.type.element);
  // Long runs make the many small reads along the samples worth their while.
  const std::int64_t pieceBytes = together ? kPieceBytes : 16 * kPieceBytes;
  const std::int64_t most = std::max<std::int64_t>(1, pieceBytes / sampleBytes);
  const std::int64_t total = source.count();
  std::vector<std::uint8_t> buffer, planar;
  std::int64_t done = 0;
  for (const ArrayPart& part : source.parts)
    for (std::int64_t first = 0; first < part.count; first += most) {
      progress.report(0.5 + 0.5 * static_cast<double>(done) / static_cast<double>(total),
                      "reading the samples");
      const Piece piece{part, first, std::min(most, part.count - first)};
      planar.resize(static_cast<std::size_t>(piece.count * sampleBytes));
      if (together)
        repackTogether(source, piece, buffer, planar.data());
      else
        repackAlongSamples(source, piece, buffer, planar.data());
      write(static_cast<std::uint64_t>(done * sampleBytes), planar);
      done += piece.count;
    }
}

ArraySource heldInMemory(const ArraySource& source, Progress& progress) {
  const std::int64_t sampleBytes = source.shape.size() * sizeOf(source.layout.type.element);
  std::vector<std::uint8_t> all(static_cast<std::size_t>(source.count() * sampleBytes));
  const bool isPacked = source.isPlanar() && source.layout.sampleStride == sampleBytes;
  if (isPacked) {
    std::size_t at = 0;
    for (const ArrayPart& part : source.parts) {
      const auto end = at + static_cast<std::size_t>(part.count * sampleBytes);
      for (std::uint64_t from = part.offset; at < end;) {
        progress.report(0.5 + 0.5 * static_cast<double>(at) / static_cast<double>(all.size()),
                        "reading the samples");
        const std::size_t count = std::min<std::size_t>(kPieceBytes, end - at);
        part.bytes->read(from, std::span(all).subspan(at, count));
        at += count;
        from += count;
      }
    }
  } else {
    repack(
        source,
        [&](std::uint64_t offset, std::span<const std::uint8_t> bytes) {
          std::copy(bytes.begin(), bytes.end(), all.begin() + static_cast<std::ptrdiff_t>(offset));
        },
        progress);
  }
  return {source.shape,
          planarLayout(source.layout.type, source.shape),
          {{std::make_shared<const MemoryBytes>(std::move(all)), 0, source.count()}}};
}

}  // namespace latlas::data
