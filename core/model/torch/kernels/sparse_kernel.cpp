#include "core/model/torch/kernels/sparse_kernel.h"

#include <algorithm>

#include "core/base/vectorized.h"

namespace latlas::model {
namespace {

constexpr std::int64_t kLanes = kSparseOutputs;
using Vector [[gnu::vector_size(kLanes * sizeof(float))]] = float;
// In memory, wherever it lies.
using StoredVector
    [[gnu::vector_size(kLanes * sizeof(float)), gnu::aligned(alignof(float)), gnu::may_alias]] =
        float;

LATLAS_INLINE const StoredVector& at(const float* from) {
  return *reinterpret_cast<const StoredVector*>(from);
}
LATLAS_INLINE StoredVector& at(float* to) { return *reinterpret_cast<StoredVector*>(to); }

// How many vectors of outputs are summed up at a time, all in registers. The matching piece of the
// weights, transposed, stays in a core's second cache (784 inputs: 250 KB).
constexpr int kMany = 10, kSome = 4;

// One row of a sparse matrix.
struct SparseRow {
  const std::int32_t* columns;  // [count]
  const float* values;          // [count]
  std::int64_t count;

  SparseRow(const SparseMatrix& matrix, std::int64_t row)
      : columns(matrix.columns.data() + matrix.begins[static_cast<std::size_t>(row)]),
        values(matrix.values.data() + matrix.begins[static_cast<std::size_t>(row)]),
        count(matrix.begins[static_cast<std::size_t>(row) + 1] -
              matrix.begins[static_cast<std::size_t>(row)]) {}
};

// sums [vectors * lanes] = first (null: 0) + sum over the row of value * factor[column], of a
// factor's rows `stride` apart.
template <int vectors>
LATLAS_INLINE void sumRow(const SparseRow& row, const float* factor, std::int64_t stride,
                          const float* first, float* sums) {
  Vector total[vectors];
  for (int v = 0; v < vectors; ++v) total[v] = first ? at(first + v * kLanes) : Vector{};
  for (std::int64_t k = 0; k < row.count; ++k) {
    const float* const terms = factor + row.columns[k] * stride;
    const float value = row.values[k];
    for (int v = 0; v < vectors; ++v) total[v] += value * at(terms + v * kLanes);
  }
  for (int v = 0; v < vectors; ++v) at(sums + v * kLanes) = total[v];
}

// A row-major matrix whose rows are `stride` apart.
template <class Number>
struct Matrix {
  Number* values;
  std::int64_t stride;
};

LATLAS_INLINE void transposeLanes(const Matrix<const float>& from, const Matrix<float>& to) {
  Vector a[kLanes], b[kLanes];
  for (int i = 0; i < kLanes; ++i) a[i] = at(from.values + i * from.stride);
  for (int i = 0; i < kLanes; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < kLanes; i += 4)
    for (int k = 0; k < 2; ++k) {
      const Vector &low = b[i + k], &high = b[i + k + 2];
      a[i + 2 * k] = __builtin_shufflevector(low, high, 0, 1, 8, 9, 4, 5, 12, 13);
      a[i + 2 * k + 1] = __builtin_shufflevector(low, high, 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < kLanes / 2; ++i) {
    const Vector &low = a[i], &high = a[i + kLanes / 2];
    at(to.values + i * to.stride) = __builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11);
    at(to.values + (i + kLanes / 2) * to.stride) =
        __builtin_shufflevector(low, high, 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

LATLAS_INLINE void transposeNumbers(const Matrix<const float>& from, const Matrix<float>& to,
                                    std::int64_t firstRow, std::int64_t firstColumn,
                                    std::int64_t rows, std::int64_t columns) {
  for (std::int64_t i = firstRow; i < rows; ++i)
    for (std::int64_t j = firstColumn; j < columns; ++j)
      to.values[j * to.stride + i] = from.values[i * from.stride + j];
}

// to [columns, rows] = from [rows, columns]^T.
LATLAS_INLINE void transposeMatrix(const Matrix<const float>& from, const Matrix<float>& to,
                                   std::int64_t rows, std::int64_t columns) {
  const std::int64_t wholeRows = rows / kLanes * kLanes, wholeColumns = columns / kLanes * kLanes;
  for (std::int64_t i = 0; i < wholeRows; i += kLanes)
    for (std::int64_t j = 0; j < wholeColumns; j += kLanes)
      transposeLanes({from.values + i * from.stride + j, from.stride},
                     {to.values + j * to.stride + i, to.stride});
  transposeNumbers(from, to, 0, wholeColumns, wholeRows, columns);
  transposeNumbers(from, to, wholeRows, 0, rows, columns);
}

// The outputs from `first` on, as many as the vectors hold.
template <int vectors>
LATLAS_INLINE void forwardPiece(const SparseForward& task, std::int64_t first, float* factor,
                                float* outputs) {
  constexpr std::int64_t width = vectors * kLanes;
  const std::int64_t inputs = task.inputs.width;
  transposeMatrix({task.weights + first * inputs, inputs}, {factor, width}, width, inputs);
  for (std::int64_t row = 0; row < task.inputs.rows; ++row)
    sumRow<vectors>({task.inputs, row}, factor, width, task.bias + first,
                    outputs + row * task.outputs + first);
}

LATLAS_VECTORIZED_SUMS void forwardPieces(const SparseForward& task, float* factor,
                                          float* outputs) {
  std::int64_t first = 0;
  for (; first + kMany * kLanes <= task.outputs; first += kMany * kLanes)
    forwardPiece<kMany>(task, first, factor, outputs);
  for (; first + kSome * kLanes <= task.outputs; first += kSome * kLanes)
    forwardPiece<kSome>(task, first, factor, outputs);
  for (; first < task.outputs; first += kLanes) forwardPiece<1>(task, first, factor, outputs);
}

template <int vectors>
LATLAS_INLINE void gradientPiece(const SparseWeightGradient& task, std::int64_t first,
                                 float* product, float* gradient) {
  constexpr std::int64_t width = vectors * kLanes;
  const std::int64_t inputs = task.transposedInputs.rows;
  for (std::int64_t input = 0; input < inputs; ++input)
    sumRow<vectors>({task.transposedInputs, input}, task.outputGradient + first, task.outputs,
                    nullptr, product + input * width);
  transposeMatrix({product, width}, {gradient + first * inputs, inputs}, inputs, width);
}

LATLAS_VECTORIZED_SUMS void gradientPieces(const SparseWeightGradient& task, float* product,
                                           float* gradient) {
  std::int64_t first = 0;
  for (; first + kMany * kLanes <= task.outputs; first += kMany * kLanes)
    gradientPiece<kMany>(task, first, product, gradient);
  for (; first + kSome * kLanes <= task.outputs; first += kSome * kLanes)
    gradientPiece<kSome>(task, first, product, gradient);
  for (; first < task.outputs; first += kLanes) gradientPiece<1>(task, first, product, gradient);
}

LATLAS_VECTORIZED std::int64_t countFilled(const float* values, std::int64_t count) {
  std::int32_t filled = 0;
  for (std::int64_t i = 0; i < count; ++i) filled += values[i] != 0.0f;
  return filled;
}

float* roomFor(std::int64_t inputs, SparseWorkspace& workspace) {
  workspace.resize(static_cast<std::size_t>(inputs * kMany * kLanes));
  return workspace.data();
}

}  // namespace

bool compress(const float* dense, std::int64_t rows, std::int64_t width, double mostFilled,
              SparseMatrix& matrix) {
  const auto most = static_cast<std::int64_t>(mostFilled * static_cast<double>(rows * width));
  std::int64_t filled = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    filled += countFilled(dense + row * width, width);
    if (filled > most) return false;
  }
  matrix.rows = rows;
  matrix.width = width;
  matrix.begins.resize(static_cast<std::size_t>(rows) + 1);
  matrix.columns.resize(static_cast<std::size_t>(filled) + 1);
  matrix.values.resize(matrix.columns.size());
  std::int32_t* const columns = matrix.columns.data();
  float* const values = matrix.values.data();
  std::int32_t next = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    matrix.begins[static_cast<std::size_t>(row)] = next;
    const float* const from = dense + row * width;
    // Without a branch, which would be guessed wrongly at each edge of a stroke.
    for (std::int64_t column = 0; column < width; ++column) {
      columns[next] = static_cast<std::int32_t>(column);
      values[next] = from[column];
      next += from[column] != 0.0f;
    }
  }
  matrix.begins[static_cast<std::size_t>(rows)] = next;
  return true;
}

void transpose(const SparseMatrix& matrix, SparseMatrix& transposed) {
  transposed.rows = matrix.width;
  transposed.width = matrix.rows;
  // One place further on than where it will be: each row's begin moves to its end as it is filled.
  std::vector<std::int32_t>& begins = transposed.begins;
  begins.assign(static_cast<std::size_t>(matrix.width) + 2, 0);
  const auto filled = static_cast<std::size_t>(matrix.begins.back());
  for (std::size_t k = 0; k < filled; ++k)
    ++begins[static_cast<std::size_t>(matrix.columns[k]) + 2];
  for (std::size_t row = 2; row < begins.size(); ++row) begins[row] += begins[row - 1];
  transposed.columns.resize(filled + 1);
  transposed.values.resize(filled + 1);
  for (std::int64_t row = 0; row < matrix.rows; ++row) {
    const auto end = static_cast<std::size_t>(matrix.begins[static_cast<std::size_t>(row) + 1]);
    for (auto k = static_cast<std::size_t>(matrix.begins[static_cast<std::size_t>(row)]); k < end;
         ++k) {
      const auto place =
          static_cast<std::size_t>(begins[static_cast<std::size_t>(matrix.columns[k]) + 1]++);
      transposed.columns[place] = static_cast<std::int32_t>(row);
      transposed.values[place] = matrix.values[k];
    }
  }
  begins.pop_back();
}

void sparseForward(const SparseForward& task, SparseWorkspace& workspace, float* outputs) {
  forwardPieces(task, roomFor(task.inputs.width, workspace), outputs);
}

void sparseWeightGradient(const SparseWeightGradient& task, SparseWorkspace& workspace,
                          float* gradient) {
  gradientPieces(task, roomFor(task.transposedInputs.rows, workspace), gradient);
}

}  // namespace latlas::model
