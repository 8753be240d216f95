#include "core/model/torch/flat_tensors.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"

namespace latlas::model {
namespace {

// Tensors begin on a cache line (64 bytes), which vector loads like best.
constexpr std::int64_t kAlignment = 16;  // floats

std::int64_t paddedCount(const TensorSpec& spec) {
  return (numberCount(spec) + kAlignment - 1) / kAlignment * kAlignment;
}

std::string printShape(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t side : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(side);
  return text + "]";
}

}  // namespace

FlatTensors::FlatTensors(const std::vector<TensorSpec>& specs, at::Device device,
                         const std::string& suffix)
    : specs_(specs) {
  std::int64_t total = 0;
  for (const TensorSpec& spec : specs) total += paddedCount(spec);
  flat_ = at::zeros({total}, at::TensorOptions().dtype(at::kFloat).device(device));
  std::int64_t offset = 0;
  for (TensorSpec& spec : specs_) {
    views_.push_back(flat_.narrow(0, offset, numberCount(spec)).view(spec.shape));
    offset += paddedCount(spec);
    spec.name += suffix;
  }
}

FlatTensors FlatTensors::withoutMemory(const std::vector<TensorSpec>& specs) {
  FlatTensors tensors;
  tensors.specs_ = specs;
  tensors.views_.resize(specs.size());
  return tensors;
}

const at::Tensor& FlatTensors::view(const std::string& name) const {
  const auto found =
      std::find_if(specs_.begin(), specs_.end(), [&](const auto& s) { return s.name == name; });
  if (found == specs_.end()) throw Error("tensor \"" + name + "\": the network has none");
  return views_[static_cast<std::size_t>(found - specs_.begin())];
}

Tensors FlatTensors::copy() const {
  const at::Tensor onCpu = flat_.to(at::kCPU);
  const float* values = onCpu.data_ptr<float>();
  Tensors tensors;
  for (const TensorSpec& spec : specs_) {
    tensors.push_back({spec.name, spec.shape, {values, values + numberCount(spec)}});
    values += paddedCount(spec);
  }
  return tensors;
}

void FlatTensors::assign(const Tensors& tensors) {
  const at::Tensor onCpu = at::zeros(flat_.sizes(), at::kFloat);
  float* values = onCpu.data_ptr<float>();
  for (const TensorSpec& spec : specs_) {
    const Tensor& found = findTensor(tensors, spec);
    std::memcpy(values, found.values.data(), found.values.size() * sizeof(float));
    values += paddedCount(spec);
  }
  flat_.copy_(onCpu);
}

const Tensor& findTensor(const Tensors& tensors, const TensorSpec& expected) {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const Tensor& t) { return t.name == expected.name; });
  const std::string complaint =
      "tensor \"" + expected.name + "\": expected shape " + printShape(expected.shape) + ", found ";
  if (found == tensors.end()) throw Error(complaint + "no tensor of that name");
  if (found->shape != expected.shape) throw Error(complaint + printShape(found->shape));
  if (static_cast<std::int64_t>(found->values.size()) != numberCount(expected))
    throw Error(complaint + std::to_string(found->values.size()) + " values");
  return *found;
}

}  // namespace latlas::model
