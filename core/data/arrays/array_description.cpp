#include "core/data/arrays/array_description.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"

namespace latlas::data {
namespace {

constexpr std::int64_t kLeastSquare = 64;  // 8 x 8: smaller rows of bytes are rather columns

// Bytes from one index of each axis to the next.
std::vector<std::int64_t> stridesOf(const ArrayDescription& array) {
  std::vector<std::int64_t> strides(array.dims.size());
  std::int64_t stride = array.elementBytes();
  for (std::size_t i = 0; i < strides.size(); ++i) {
    const std::size_t axis = array.isFortran ? i : strides.size() - 1 - i;
    strides[axis] = stride;
    stride *= array.dims[axis];
  }
  return strides;
}

std::int64_t sideOfSquare(std::int64_t area) {
  const auto side = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(area))));
  return side * side == area ? side : 0;
}

Viewed refused(std::string expected, std::string remedy) {
  return {std::nullopt, std::move(expected), std::move(remedy)};
}

bool fitsInt(std::int64_t size) { return size <= std::numeric_limits<int>::max(); }

Viewed asVectors(const ArrayDescription& array, bool hasMeaning) {
  const std::int64_t width = array.count() / array.rows();
  if (!fitsInt(width)) return refused("rows of fewer numbers", "Open it as images");
  if (array.isFortran && array.dims.size() > 2)
    return refused("an array in C order, to be seen as vectors",
                   "Save it with numpy.ascontiguousarray");
  const auto strides = stridesOf(array);
  const std::int64_t step = array.isFortran ? strides[1] : array.elementBytes();
  return {SampleView{vectorShape(static_cast<int>(width)),
                     {array.type, strides[0], {step, step, step}},
                     array.rows(),
                     hasMeaning},
          {},
          {}};
}

// The axes of channels, height and width; -1: there is one channel and no axis for it.
Viewed asImages(const ArrayDescription& array, std::array<int, 3> axes, bool hasMeaning) {
  const auto strides = stridesOf(array);
  ArrayLayout layout{array.type, strides[0], {}};
  std::array<std::int64_t, 3> sizes{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto axis = static_cast<std::size_t>(axes[i]);
    sizes[i] = axes[i] < 0 ? 1 : array.dims[axis];
    layout.strides[i] = axes[i] < 0 ? array.elementBytes() : strides[axis];
  }
  if (!fitsInt(sizes[1]) || !fitsInt(sizes[2]))
    return refused("images of fewer pixels a side", "Check the array's sizes");
  // One plane: its stride moves nothing, but must equal that of closely packed pixels.
  if (sizes[0] == 1) layout.strides[0] = layout.strides[1] * sizes[1];
  return {SampleView{Shape{static_cast<int>(sizes[0]), static_cast<int>(sizes[1]),
                           static_cast<int>(sizes[2])},
                     layout, array.rows(), hasMeaning},
          {},
          {}};
}

// [N, D] with the pixels of an image in each row.
Viewed rowsAsImages(const ArrayDescription& array) {
  const std::int64_t width = array.dims[1];
  const bool isColour = sideOfSquare(width) == 0 && width % 3 == 0;
  const std::int64_t channels = isColour ? 3 : 1;
  const std::int64_t side = sideOfSquare(width / channels);
  if (side == 0 || !fitsInt(side))
    return refused("rows of side x side or 3 x side x side pixels, to be seen as images",
                   "Open it as vectors");
  const auto strides = stridesOf(array);
  const std::int64_t step = strides[1];
  const Shape shape{static_cast<int>(channels), static_cast<int>(side), static_cast<int>(side)};
  return {SampleView{shape,
                     {array.type, strides[0], {step * side * side, step * side, step}},
                     array.rows(),
                     true},
          {},
          {}};
}

bool isChannels(std::int64_t size) { return size == 1 || size == 3; }

Viewed volumesRefused(const ArrayDescription& array) {
  return refused(array.dims.size() == 4
                     ? "1 or 3 channels as the second or the last axis of four"
                     : "images as [N, H, W], [N, C, H, W] or [N, H, W, C], or vectors as [N, D]",
                 "Keep 1 or 3 channels, or open it as vectors (as=vectors)");
}

Viewed fourAxes(const ArrayDescription& array) {
  const auto& dims = array.dims;
  const bool first = isChannels(dims[1]), last = isChannels(dims[3]);
  if (!first && !last) return volumesRefused(array);
  const auto unevenness = [](std::int64_t height, std::int64_t width) {
    return static_cast<double>(std::max(height, width)) /
           static_cast<double>(std::min(height, width));
  };
  const bool isPlanar =
      first && (!last || unevenness(dims[2], dims[3]) < unevenness(dims[1], dims[2]));
  return asImages(array, isPlanar ? std::array{1, 2, 3} : std::array{3, 1, 2}, !array.isFortran);
}

}  // namespace

std::int64_t ArrayDescription::elementBytes() const {
  return isText() ? textUnit * textLength : sizeOf(type.element);
}

std::int64_t ArrayDescription::count() const {
  std::int64_t product = 1;
  for (const std::int64_t size : dims) product *= size;
  return product;
}

std::uint64_t ArrayDescription::bytes() const {
  return static_cast<std::uint64_t>(count() * elementBytes());
}

std::optional<std::uint64_t> checkedBytes(const ArrayDescription& array) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 62;
  // The strides must fit too, and they are products of the other sizes even when one is zero.
  std::uint64_t total = static_cast<std::uint64_t>(std::max<std::int64_t>(1, array.elementBytes()));
  bool isEmpty = array.elementBytes() == 0;
  for (const std::int64_t size : array.dims) {
    if (size < 0) return std::nullopt;
    if (size == 0) {
      isEmpty = true;
      continue;
    }
    if (total > kMost / static_cast<std::uint64_t>(size)) return std::nullopt;
    total *= static_cast<std::uint64_t>(size);
  }
  return isEmpty ? 0 : total;
}

std::string sizesText(const std::vector<std::int64_t>& dims) {
  std::string text;
  for (const std::int64_t size : dims) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text.empty() ? "one number" : text;
}

std::string toString(const ArrayDescription& array) {
  return sizesText(array.dims) + ", " + (array.isText() ? "texts" : toString(array.type.element));
}

Viewed viewAsSamples(const ArrayDescription& array, Meaning meaning) {
  if (array.isText()) return refused("numbers", "Choose another array");
  if (array.dims.size() < 2)
    return refused("samples: an array of at least two axes, the first counting them",
                   "Choose another array; this may be labels");
  if (array.count() == 0) return refused("at least one sample", "Choose another array");
  const std::size_t axes = array.dims.size();
  if (meaning == Meaning::vectors) return asVectors(array, axes <= 4);
  if (axes == 2) {
    const bool isSquare = array.dims[1] >= kLeastSquare && sideOfSquare(array.dims[1]) > 0;
    const bool areBytes = array.type.element == Element::u8;
    Viewed viewed = meaning == Meaning::images || (isSquare && areBytes)
                        ? rowsAsImages(array)
                        : asVectors(array, rowsAsImages(array).view.has_value());
    if (viewed.view) viewed.view->isGuess = isSquare && meaning == Meaning::byContent;
    return viewed;
  }
  if (axes == 3) return asImages(array, {-1, 1, 2}, !array.isFortran);
  if (axes == 4) return fourAxes(array);
  return volumesRefused(array);
}

SampleView requireSamples(const ArrayDescription& array, Meaning meaning,
                          const std::filesystem::path& path) {
  Viewed viewed = viewAsSamples(array, meaning);
  if (viewed.view) return *viewed.view;
  throw fileError(path, {"", viewed.expected, toString(array), viewed.remedy});
}

}  // namespace latlas::data
