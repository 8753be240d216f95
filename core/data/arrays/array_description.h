// An array as its file describes it, and how it is seen as samples.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/images.h"
#include "core/data/open_options.h"
#include "core/data/storage/array_store.h"
#include "core/data/storage/element.h"

namespace latlas::data {

struct ArrayDescription {
  ElementType type;  // of numbers
  std::vector<std::int64_t> dims;
  bool isFortran = false;  // the first axis is the closely packed one, not the last
  // Of fixed-width texts: bytes a character (1: UTF-8, 4: UTF-32 in `type.order`), and how many.
  int textUnit = 0;
  std::int64_t textLength = 0;

  bool isText() const { return textUnit > 0; }
  std::int64_t elementBytes() const;
  std::int64_t rows() const { return dims.empty() ? 1 : dims.front(); }
  // Numbers or texts in all, and their bytes; only of sizes that passed checkedBytes().
  std::int64_t count() const;
  std::uint64_t bytes() const;

  bool operator==(const ArrayDescription&) const = default;
};

// The bytes of an array of such sizes; empty when they exceed 2^62 or a size is negative.
std::optional<std::uint64_t> checkedBytes(const ArrayDescription& array);

// "6 x 9 x 11"; "one number" without axes.
std::string sizesText(const std::vector<std::int64_t>& dims);
// "6 x 9 x 11, bytes"
std::string toString(const ArrayDescription& array);

struct SampleView {
  Shape shape;
  ArrayLayout layout;
  std::int64_t count = 0;
  bool hasMeaning = false;  // could be seen as images and as vectors
  bool isGuess = false;     // only the numbers said which: rows of as many as an image has pixels
};

// An array as samples, the first axis counting them; or why not.
struct Viewed {
  std::optional<SampleView> view;
  std::string expected, remedy;  // when there is none
};

// What the axes mean:
// - [N, D]: vectors; unless it is of unsigned bytes with D a square number of at least 64, which
//   are grey images row by row. As images: D = side^2 (grey) or 3 side^2 (red, green, blue planes).
// - [N, H, W]: grey images.
// - [N, C, H, W] or [N, H, W, C], C being 1 or 3. Where both fit, the reading whose images are the
//   nearer to a square; of equals [N, H, W, C].
// - As vectors: everything behind the first axis in one row (C order only beyond two axes).
Viewed viewAsSamples(const ArrayDescription& array, Meaning meaning);

// viewAsSamples(), or an Error that names `path`.
SampleView requireSamples(const ArrayDescription& array, Meaning meaning,
                          const std::filesystem::path& path);

}  // namespace latlas::data
