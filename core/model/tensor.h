// The weights and the optimizer's state as plain data. What crosses threads is a copy of the
// weights, which nobody changes any more.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace latlas::model {

struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;

  bool operator==(const Tensor&) const = default;
};
using Tensors = std::vector<Tensor>;

}  // namespace latlas::model
