#include "core/model/torch/layers/matrix_product.h"

namespace latlas::model {

void multiply(const at::Tensor& out, const at::Tensor& a, const at::Tensor& b,
              Accumulate accumulate) {
  at::Tensor target = out;
  if (accumulate == Accumulate::yes)
    at::addmm_out(target, out, a, b);
  else
    at::mm_out(target, a, b);
}

}  // namespace latlas::model
