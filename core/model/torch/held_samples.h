// The samples trained on, kept where the network computes, so that a batch is gathered there and
// not carried over at each step.
// Owns: the samples, on the device it was made for.
#pragma once

#include <ATen/ATen.h>

#include <span>
#include <vector>

#include "core/data/images.h"

namespace latlas::model {

class HeldSamples {
 public:
  HeldSamples(const data::Shape& shape, at::Device device) : shape_(shape), device_(device) {}

  // Whether so many are few enough: 2 GiB, a quarter of a small card's memory.
  bool wouldHold(std::int64_t count) const;
  void append(std::span<const float> samples);
  // [rows, C, H, W]. Throws Error for a row that is not held.
  at::Tensor gather(std::span<const std::int64_t> rows);

 private:
  data::Shape shape_;
  at::Device device_;
  std::vector<at::Tensor> pieces_;  // not joined yet
  at::Tensor all_;
};

}  // namespace latlas::model
