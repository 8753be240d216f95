// Vectors, standardized column by column: (stored - mean) / deviation.
// Threading: const, so any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/storage/array_store.h"

namespace latlas::data {

// Mean, deviation, range and missing values of each column, in one pass on all cores; the sums are
// in double and in one order, so that the result does not depend on the cores. `names`: one for
// each column. Throws Error (row, column) for an infinite value, and Cancelled. `path` is for
// messages.
std::vector<Variable> measureVariables(const ArraySource& source,
                                       const std::vector<std::string>& names,
                                       const std::filesystem::path& path, Progress& progress);

// In place: every read standardizes anew, in double.
class VectorStore final : public SampleStore {
 public:
  // `source.shape` is that of vectors; variables: one for each number.
  VectorStore(ArraySource source, std::vector<Variable> variables);

  std::int64_t count() const override { return count_; }
  const Shape& shape() const override { return source_.shape; }
  void read(std::span<const std::int64_t> rows, std::span<float> values) const override;
  std::uint64_t memoryBytes() const override;

 private:
  ArraySource source_;
  std::vector<Variable> variables_;
  std::int64_t count_;
};

// Held in memory as floats, already standardized.
class FloatStore final : public SampleStore {
 public:
  // numbers: [count, shape.size()].
  FloatStore(Shape shape, std::vector<float> numbers);

  std::int64_t count() const override { return std::ssize(numbers_) / shape_.size(); }
  const Shape& shape() const override { return shape_; }
  void read(std::span<const std::int64_t> rows, std::span<float> values) const override;
  std::uint64_t memoryBytes() const override { return numbers_.size() * sizeof(float); }

 private:
  Shape shape_;
  std::vector<float> numbers_;
};

}  // namespace latlas::data
