// Samples read in place, from an array that lies in a file or in memory in any order of axes.
// Threading: const, so any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "core/data/storage/bytes.h"
#include "core/data/storage/element.h"
#include "core/data/storage/sample_store.h"

namespace latlas::data {

// Where the numbers of a sample lie, in bytes from one to the next.
struct ArrayLayout {
  ElementType type;
  std::int64_t sampleStride = 0;
  std::array<std::int64_t, 3> strides{};  // channel, height, width

  bool operator==(const ArrayLayout&) const = default;
};

// [N, C, H, W] and [N, H, W, C], closely packed.
ArrayLayout planarLayout(ElementType type, const Shape& shape);
ArrayLayout interleavedLayout(ElementType type, const Shape& shape);

// `count` samples, the first at `offset`; the parts of an array follow one another (train, test).
struct ArrayPart {
  BytesPtr bytes;
  std::uint64_t offset = 0;
  std::int64_t count = 0;
};

struct ArraySource {
  Shape shape;
  ArrayLayout layout;
  std::vector<ArrayPart> parts;

  std::int64_t count() const;
  // Bytes from a sample's first to behind its last; far more than its numbers need when the
  // samples lie interleaved (Fortran order).
  std::int64_t sampleExtent() const;
  // Whether a sample's numbers lie in the order [C, H, W] without gaps.
  bool isPlanar() const;
  // Throws Error (offset, expected, found) when a part reaches beyond its bytes. `path` is for
  // the message.
  void requireBacking(const std::filesystem::path& path) const;
};

// value = stored * scale + offset.
struct Scaling {
  float scale = 1.0f;
  float offset = 0.0f;

  bool operator==(const Scaling&) const = default;
};

// Of grey levels: [0, 255] -> [0, 1]; 255 becomes exactly 1.
inline constexpr float kGreyScale = 1.0f / 255.0f;

class ArrayStore final : public SampleStore {
 public:
  // A part that reaches beyond its bytes is a bug (see requireBacking()).
  ArrayStore(ArraySource source, Scaling scaling);

  std::int64_t count() const override { return firstRows_.back(); }
  const Shape& shape() const override { return source_.shape; }
  void read(std::span<const std::int64_t> rows, std::span<float> values) const override;
  std::uint64_t memoryBytes() const override;
  std::span<const std::uint8_t> planarBytes() const override;

 private:
  const ArrayPart& partOf(std::int64_t row, std::int64_t& rowInPart) const;

  ArraySource source_;
  Scaling scaling_;
  std::vector<std::int64_t> firstRows_;  // of each part, then the count
  std::int64_t extent_;
  bool isPlanar_;
};

// The usual case: planar bytes [count, shape.size()] held in memory.
std::unique_ptr<ArrayStore> holdBytes(const Shape& shape, std::vector<std::uint8_t> bytes,
                                      Scaling scaling = {kGreyScale, 0.0f});

}  // namespace latlas::data
