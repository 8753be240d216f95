#include "core/model/torch/matrix_product.h"

#include <dlfcn.h>

#include <cstdint>

namespace latlas::model {
namespace {

// oneDNN's public C interface. Distributions link LibTorch to a shared oneDNN and a shared
// OpenBLAS; at::mm takes OpenBLAS, whose releases know only older CPUs (0.3.21 treats a Zen 5 as a
// Haswell: half the speed), while oneDNN generates its code for the CPU it finds. It also shares
// Torch's threads instead of keeping its own. Where oneDNN is hidden inside LibTorch, as in the
// builds of pytorch.org, at::mm is MKL and good.
using SgemmFunction = int (*)(char transposeA, char transposeB, std::int64_t m, std::int64_t n,
                              std::int64_t k, float alpha, const float* a, std::int64_t lda,
                              const float* b, std::int64_t ldb, float beta, float* c,
                              std::int64_t ldc);

SgemmFunction oneDnnSgemm() {
  static const auto function =
      reinterpret_cast<SgemmFunction>(dlsym(RTLD_DEFAULT, "dnnl_sgemm"));
  return function;
}

bool isTransposed(const at::Tensor& matrix) { return !matrix.is_contiguous(); }

// Distance between the rows as they lie in memory.
std::int64_t leadingDimension(const at::Tensor& matrix) {
  return isTransposed(matrix) ? matrix.size(0) : matrix.size(1);
}

bool multiplyByOneDnn(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b,
                      Accumulate accumulate) {
  const SgemmFunction sgemm = oneDnnSgemm();
  if (!sgemm || !out.is_cpu()) return false;
  constexpr int success = 0;
  return sgemm(isTransposed(a) ? 'T' : 'N', isTransposed(b) ? 'T' : 'N', out.size(0),
               out.size(1), a.size(1), 1.0f, a.data_ptr<float>(), leadingDimension(a),
               b.data_ptr<float>(), leadingDimension(b),
               accumulate == Accumulate::yes ? 1.0f : 0.0f, out.data_ptr<float>(),
               out.size(1)) == success;
}

}  // namespace

void multiply(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b,
              Accumulate accumulate) {
  if (multiplyByOneDnn(out, a, b, accumulate)) return;
  at::Tensor target = out;
  if (accumulate == Accumulate::yes)
    at::addmm_out(target, out, a, b);
  else
    at::mm_out(target, a, b);
}

}  // namespace latlas::model
