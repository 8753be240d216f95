// All tensors of one kind (weights, gradients, an optimizer's moments) in one piece of memory, so
// that a pass over all of them is one loop, and each tensor a view into it.
// Owns: the memory, on the device it was made for.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

#include "core/model/network.h"
#include "core/model/tensor.h"

namespace latlas::model {

class FlatTensors {
 public:
  // All zero. Tensors are named spec.name + suffix.
  FlatTensors(const std::vector<TensorSpec>& specs, at::Device device,
              const std::string& suffix = {});

  // The names and shapes alone, with views that are undefined, for what will never be computed.
  static FlatTensors withoutMemory(const std::vector<TensorSpec>& specs);

  // [total], padding between the tensors included; padding is zero and has to stay zero.
  const at::Tensor& flat() const { return flat_; }

  // The view of one tensor, in its own shape.
  const at::Tensor& view(const std::string& name) const;

  const std::vector<TensorSpec>& specs() const { return specs_; }

  // Copies on the CPU, in the order of the specs.
  Tensors copy() const;

  // Replaces all values, found by name in `tensors`, which may hold others too. Throws Error
  // (tensor, expected, found) before anything is changed.
  void assign(const Tensors& tensors);

 private:
  FlatTensors() = default;

  std::vector<TensorSpec> specs_;
  at::Tensor flat_;
  std::vector<at::Tensor> views_;
};

// One tensor with its gradient, which is undefined for inference: views.
struct TrainedTensor {
  at::Tensor weight, gradient;
};

// The tensor of that name; throws Error when it is missing or has another shape.
const Tensor& findTensor(const Tensors& tensors, const TensorSpec& expected);

}  // namespace latlas::model
