// Products of a dense layer with samples most of whose numbers are 0, such as written digits, that
// skip the zeros. CPU only, on the calling thread. A number that is not finite does not show where
// all that it is multiplied with is skipped: 0 times infinity is 0 here.
#pragma once

#include <cstdint>
#include <vector>

namespace latlas::model {

// A matrix [rows, width] by what is not 0 (NaN is not), in the order of its rows.
struct SparseMatrix {
  std::int64_t rows = 0, width = 0;
  std::vector<std::int32_t> begins;   // [rows + 1]: where in the others each row begins
  std::vector<std::int32_t> columns;  // what is behind the last row's end is of no meaning
  std::vector<float> values;
};

// dense: [rows, width]. Whether no more than the share `mostFilled` of it is not 0; else `matrix` is
// as it was. rows * width is at most 2^31 - 1.
bool compress(const float* dense, std::int64_t rows, std::int64_t width, double mostFilled,
              SparseMatrix& matrix);

void transpose(const SparseMatrix& matrix, SparseMatrix& transposed);

// Outputs come in whole vectors.
inline constexpr std::int64_t kSparseOutputs = 8;

struct SparseForward {
  const SparseMatrix& inputs;  // [rows, inputs]
  const float* weights;        // [outputs, inputs]
  const float* bias;           // [outputs]
  std::int64_t outputs;        // a multiple of kSparseOutputs
};

// A piece of a weight matrix, transposed: memory that is used again.
using SparseWorkspace = std::vector<float>;

// outputs [rows, outputs] = inputs weights^T + bias.
void sparseForward(const SparseForward& task, SparseWorkspace& workspace, float* outputs);

struct SparseWeightGradient {
  const SparseMatrix& transposedInputs;  // [inputs, rows]
  const float* outputGradient;           // [rows, outputs]
  std::int64_t outputs;                  // a multiple of kSparseOutputs
};

// gradient [outputs, inputs] = outputGradient^T inputs.
void sparseWeightGradient(const SparseWeightGradient& task, SparseWorkspace& workspace,
                          float* gradient);

}  // namespace latlas::model
