#include "core/data/storage/vector_store.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/data/parallel.h"

namespace latlas::data {
namespace {

// Rows summed as one piece: a few hundred kilobytes of numbers.
constexpr std::int64_t kPieceRows = 1024;

// One row as doubles, [shape.width].
void readRow(const ArraySource& source, const ArrayPart& part, std::int64_t rowInPart,
             std::vector<std::uint8_t>& buffer, std::span<double> numbers) {
  const std::uint64_t at =
      part.offset + static_cast<std::uint64_t>(rowInPart * source.layout.sampleStride);
  const std::span<const std::uint8_t> held = part.bytes->inMemory();
  const std::uint8_t* sample = held.data() + at;
  if (held.empty()) {
    buffer.resize(static_cast<std::size_t>(source.sampleExtent()));
    part.bytes->read(at, buffer);
    sample = buffer.data();
  }
  toDoubles(sample, source.layout.strides[2], source.layout.type, numbers);
}

// Of a row of the whole source.
const ArrayPart& partOf(const ArraySource& source, std::int64_t row, std::int64_t& rowInPart) {
  rowInPart = row;
  for (const ArrayPart& part : source.parts) {
    if (rowInPart < part.count) return part;
    rowInPart -= part.count;
  }
  assert(false);
  return source.parts.back();
}

// Of one column over some rows; two of them merge exactly as if counted together (Chan, Golub &
// LeVeque 1979).
struct Moments {
  std::int64_t present = 0, missing = 0;
  double mean = 0.0, squares = 0.0;  // squares: sum of squared distances from the mean
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  void add(double value) {
    if (std::isnan(value)) {
      ++missing;
      return;
    }
    ++present;
    const double distance = value - mean;
    mean += distance / static_cast<double>(present);
    squares += distance * (value - mean);
    least = std::min(least, value);
    most = std::max(most, value);
  }

  void merge(const Moments& other) {
    missing += other.missing;
    if (other.present == 0) return;
    const auto mine = static_cast<double>(present), theirs = static_cast<double>(other.present);
    const double distance = other.mean - mean;
    mean += distance * theirs / (mine + theirs);
    squares += other.squares + distance * distance * mine * theirs / (mine + theirs);
    present += other.present;
    least = std::min(least, other.least);
    most = std::max(most, other.most);
  }
};

Variable toVariable(const std::string& name, const Moments& moments) {
  Variable variable;
  variable.name = name;
  variable.missing = moments.missing;
  if (moments.present == 0) return variable;
  variable.mean = moments.mean;
  variable.least = moments.least;
  variable.most = moments.most;
  const double deviation = std::sqrt(moments.squares / static_cast<double>(moments.present));
  // Below this the differences are rounding, not data.
  const double noise = 1e-12 * std::max(std::abs(moments.least), std::abs(moments.most));
  if (deviation > noise) variable.deviation = deviation;
  return variable;
}

}  // namespace

std::vector<Variable> measureVariables(const ArraySource& source,
                                       const std::vector<std::string>& names,
                                       const std::filesystem::path& path, Progress& progress) {
  const auto width = static_cast<std::size_t>(source.shape.width);
  assert(names.size() == width);
  const std::int64_t count = source.count();
  const auto pieces = static_cast<std::size_t>((count + kPieceRows - 1) / kPieceRows);
  std::vector<std::vector<Moments>> moments(pieces);
  forEachInParallel(pieces, {progress, 0.0, 0.5, "measuring the columns"}, [&](std::size_t piece) {
    std::vector<Moments> sums(width);
    std::vector<double> numbers(width);
    std::vector<std::uint8_t> buffer;
    const std::int64_t first = static_cast<std::int64_t>(piece) * kPieceRows;
    for (std::int64_t row = first; row < std::min(first + kPieceRows, count); ++row) {
      std::int64_t rowInPart = 0;
      const ArrayPart& part = partOf(source, row, rowInPart);
      readRow(source, part, rowInPart, buffer, numbers);
      for (std::size_t i = 0; i < width; ++i) {
        if (std::isinf(numbers[i]))
          throw fileError(path, {"row " + std::to_string(row) + ", column " + names[i],
                                 "a finite number, or NaN where it is missing",
                                 numbers[i] > 0 ? "infinity" : "-infinity",
                                 "Correct the row or take it out"});
        sums[i].add(numbers[i]);
      }
    }
    moments[piece] = std::move(sums);
  });
  std::vector<Variable> variables;
  for (std::size_t i = 0; i < width; ++i) {
    Moments all;
    for (const std::vector<Moments>& piece : moments) all.merge(piece[i]);
    variables.push_back(toVariable(names[i], all));
  }
  return variables;
}

VectorStore::VectorStore(ArraySource source, std::vector<Variable> variables)
    : source_(std::move(source)), variables_(std::move(variables)), count_(source_.count()) {
  assert(source_.shape.kind == Kind::vectors);
  assert(std::ssize(variables_) == source_.shape.size());
}

void VectorStore::read(std::span<const std::int64_t> rows, std::span<float> values) const {
  const std::size_t width = variables_.size();
  assert(values.size() == rows.size() * width);
  for (const ArrayPart& part : source_.parts) part.bytes->requireUnchanged();
  std::vector<std::uint8_t> buffer;
  std::vector<double> numbers(width);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::int64_t rowInPart = 0;
    const ArrayPart& part = partOf(source_, rows[i], rowInPart);
    readRow(source_, part, rowInPart, buffer, numbers);
    for (std::size_t j = 0; j < width; ++j)
      values[i * width + j] =
          static_cast<float>((numbers[j] - variables_[j].mean) / variables_[j].deviation);
  }
}

std::uint64_t VectorStore::memoryBytes() const {
  std::uint64_t total = 0;
  for (const ArrayPart& part : source_.parts) total += part.bytes->inMemory().size();
  return total;
}

FloatStore::FloatStore(Shape shape, std::vector<float> numbers)
    : shape_(shape), numbers_(std::move(numbers)) {
  assert(std::ssize(numbers_) % shape_.size() == 0);
}

void FloatStore::read(std::span<const std::int64_t> rows, std::span<float> values) const {
  const auto size = static_cast<std::ptrdiff_t>(shape_.size());
  assert(std::ssize(values) == std::ssize(rows) * size);
  auto to = values.begin();
  for (const std::int64_t row : rows) {
    assert(row >= 0 && row < count());
    to = std::copy_n(numbers_.begin() + row * size, size, to);
  }
}

}  // namespace latlas::data
