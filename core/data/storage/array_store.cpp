#include "core/data/storage/array_store.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace latlas::data {
namespace {

std::array<std::int64_t, 3> sides(const Shape& shape) {
  return {shape.channels, shape.height, shape.width};
}

void greyToFloats(const std::uint8_t* bytes, float scale, std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(bytes[i]) * scale;
}

}  // namespace

ArrayLayout planarLayout(ElementType type, const Shape& shape) {
  const std::int64_t size = sizeOf(type.element);
  const std::int64_t line = size * shape.width, plane = line * shape.height;
  return {type, plane * shape.channels, {plane, line, size}};
}

ArrayLayout interleavedLayout(ElementType type, const Shape& shape) {
  const std::int64_t size = sizeOf(type.element);
  const std::int64_t pixel = size * shape.channels, line = pixel * shape.width;
  return {type, line * shape.height, {size, line, pixel}};
}

std::int64_t ArraySource::count() const {
  std::int64_t total = 0;
  for (const ArrayPart& part : parts) total += part.count;
  return total;
}

std::int64_t ArraySource::sampleExtent() const {
  std::int64_t last = 0;
  const auto lengths = sides(shape);
  for (std::size_t axis = 0; axis < 3; ++axis) last += (lengths[axis] - 1) * layout.strides[axis];
  return last + sizeOf(layout.type.element);
}

bool ArraySource::isPlanar() const {
  return layout.strides == planarLayout(layout.type, shape).strides;
}

void ArraySource::requireBacking(const std::filesystem::path& path) const {
  for (const ArrayPart& part : parts) {
    if (part.count <= 0) continue;
    const __int128 end = static_cast<__int128>(part.offset) +
                         static_cast<__int128>(part.count - 1) * layout.sampleStride +
                         sampleExtent();
    if (end > static_cast<__int128>(part.bytes->size()))
      throw fileError(
          path, {"offset " + std::to_string(part.offset),
                 std::to_string(part.count) + " samples of " + toString(shape) + " as " +
                     toString(layout.type.element),
                 std::to_string(part.bytes->size() - std::min(part.offset, part.bytes->size())) +
                     " bytes",
                 "Download or export the file again"});
  }
}

ArrayStore::ArrayStore(ArraySource source, Scaling scaling)
    : source_(std::move(source)),
      scaling_(scaling),
      extent_(source_.sampleExtent()),
      isPlanar_(source_.isPlanar()) {
  firstRows_.push_back(0);
  for (const ArrayPart& part : source_.parts) firstRows_.push_back(firstRows_.back() + part.count);
}

const ArrayPart& ArrayStore::partOf(std::int64_t row, std::int64_t& rowInPart) const {
  assert(row >= 0 && row < count());
  const auto next = std::upper_bound(firstRows_.begin(), firstRows_.end(), row);
  const auto index = static_cast<std::size_t>(next - firstRows_.begin()) - 1;
  rowInPart = row - firstRows_[index];
  return source_.parts[index];
}

void ArrayStore::read(std::span<const std::int64_t> rows, std::span<float> values) const {
  const Shape& shape = source_.shape;
  const auto size = static_cast<std::size_t>(shape.size());
  assert(values.size() == rows.size() * size);
  for (const ArrayPart& part : source_.parts) part.bytes->requireUnchanged();
  std::vector<std::uint8_t> buffer;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::int64_t rowInPart = 0;
    const ArrayPart& part = partOf(rows[i], rowInPart);
    const std::uint64_t at =
        part.offset + static_cast<std::uint64_t>(rowInPart * source_.layout.sampleStride);
    const std::span<const std::uint8_t> held = part.bytes->inMemory();
    if (held.empty()) {
      buffer.resize(static_cast<std::size_t>(extent_));
      part.bytes->read(at, buffer);
    }
    const std::uint8_t* sample = held.empty() ? buffer.data() : held.data() + at;
    const std::span<float> numbers = values.subspan(i * size, size);
    const ArrayLayout& layout = source_.layout;
    if (isPlanar_ && layout.type.element == Element::u8 && scaling_.offset == 0.0f) {
      greyToFloats(sample, scaling_.scale, numbers);
      continue;
    }
    if (isPlanar_) {
      toFloats(sample, layout.strides[2], layout.type, numbers);
    } else {
      const auto width = static_cast<std::size_t>(shape.width);
      std::size_t line = 0;
      for (int c = 0; c < shape.channels; ++c)
        for (int y = 0; y < shape.height; ++y, line += width)
          toFloats(sample + c * layout.strides[0] + y * layout.strides[1], layout.strides[2],
                   layout.type, numbers.subspan(line, width));
    }
    if (scaling_ != Scaling{})
      for (float& number : numbers) number = number * scaling_.scale + scaling_.offset;
  }
}

std::uint64_t ArrayStore::memoryBytes() const {
  std::uint64_t total = 0;
  for (const ArrayPart& part : source_.parts) total += part.bytes->inMemory().size();
  return total;
}

std::span<const std::uint8_t> ArrayStore::planarBytes() const {
  if (!isPlanar_ || source_.layout.type.element != Element::u8 || source_.parts.size() != 1)
    return {};
  const ArrayPart& part = source_.parts.front();
  if (source_.layout.sampleStride != source_.shape.size() || part.bytes->inMemory().empty())
    return {};
  return part.bytes->inMemory().subspan(static_cast<std::size_t>(part.offset),
                                        static_cast<std::size_t>(part.count * shape().size()));
}

std::unique_ptr<ArrayStore> holdBytes(const Shape& shape, std::vector<std::uint8_t> bytes,
                                      Scaling scaling) {
  const std::int64_t count = std::ssize(bytes) / shape.size();
  assert(count * shape.size() == std::ssize(bytes));
  auto held = std::make_shared<const MemoryBytes>(std::move(bytes));
  return std::make_unique<ArrayStore>(
      ArraySource{shape, planarLayout({}, shape), {{std::move(held), 0, count}}}, scaling);
}

}  // namespace latlas::data
