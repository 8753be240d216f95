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

// Bytes that are read at once where rows follow one another.
constexpr std::int64_t kRunBytes = std::int64_t{4} << 20;

// Rows as doubles, [shape.width] each, from memory or from a file.
class RowReader {
 public:
  explicit RowReader(const ArraySource& source) : source_(source) {}

  // Row `row` of the whole source; of the rows behind it `ahead` will follow.
  void read(std::int64_t row, std::int64_t ahead, std::span<double> numbers) {
    std::int64_t rowInPart = row;
    const ArrayPart& part = partOf(rowInPart);
    const std::int64_t stride = source_.layout.sampleStride;
    const std::span<const std::uint8_t> held = part.bytes->inMemory();
    if (held.empty() &&
        (&part != loadedPart_ || rowInPart < first_ || rowInPart >= first_ + loaded_))
      load(part, rowInPart, ahead);
    const std::uint8_t* sample = held.empty() ? buffer_.data() + (rowInPart - first_) * stride
                                              : held.data() + part.offset + rowInPart * stride;
    toDoubles(sample, source_.layout.strides[2], source_.layout.type, numbers);
  }

 private:
  const ArrayPart& partOf(std::int64_t& row) const {
    for (const ArrayPart& part : source_.parts) {
      if (row < part.count) return part;
      row -= part.count;
    }
    assert(false);
    return source_.parts.back();
  }

  void load(const ArrayPart& part, std::int64_t first, std::int64_t ahead) {
    const std::int64_t stride = source_.layout.sampleStride;
    const std::int64_t most = kRunBytes / std::max<std::int64_t>(1, stride);
    loaded_ = std::clamp<std::int64_t>(std::min(1 + ahead, most), 1, part.count - first);
    first_ = first;
    loadedPart_ = &part;
    buffer_.resize(static_cast<std::size_t>((loaded_ - 1) * stride + source_.sampleExtent()));
    part.bytes->read(part.offset + static_cast<std::uint64_t>(first * stride), buffer_);
  }

  const ArraySource& source_;
  std::vector<std::uint8_t> buffer_;
  const ArrayPart* loadedPart_ = nullptr;
  std::int64_t first_ = 0, loaded_ = 0;  // rows of that part in the buffer
};

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
    RowReader reader(source);
    const std::int64_t first = static_cast<std::int64_t>(piece) * kPieceRows;
    const std::int64_t end = std::min(first + kPieceRows, count);
    for (std::int64_t row = first; row < end; ++row) {
      reader.read(row, end - 1 - row, numbers);
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
  RowReader reader(source_);
  std::vector<double> numbers(width);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    reader.read(rows[i], 0, numbers);
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
