// Products of row-major matrices by LibTorch's own BLAS. oneDNN's dnnl_sgemm was twice as fast here
// (Debian 12, oneDNN 2.6, AVX-512), but corrupted the heap within some thousand calls.
#pragma once

#include <ATen/ATen.h>

namespace latlas::model {

enum class Accumulate { no, yes };

// out (+)= a b, for out [m, n], a [m, k], b [k, n]: 2-D float tensors on one device; out is
// contiguous, a and b are contiguous or the transpose, .t(), of a contiguous tensor.
void multiply(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b,
              Accumulate accumulate = Accumulate::no);

}  // namespace latlas::model
