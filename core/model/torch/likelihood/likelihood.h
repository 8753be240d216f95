// The reconstruction term -log p(x|z) with its derivatives, on the CPU and on a GPU.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "core/model/config.h"
#include "core/model/torch/kernels/likelihood_kernels.h"

namespace latlas::model {

class ReconstructionTerm {
 public:
  // sigma: the scale of now, learned or not.
  ReconstructionTerm(const ModelConfig& config, data::Kind kind, bool mayMiss, double sigma)
      : task_{config.likelihood, sigma, mayMiss || kind == data::Kind::vectors} {}

  // Sums over everything in nats. When `gradient` is defined (shape of outputs) it receives the
  // derivative by the outputs, times scale.
  NllSums sums(const at::Tensor& outputs, const at::Tensor& targets, const at::Tensor& gradient,
               double scale) const;

  // The same for each row of outputs; rows / targets.size(0) rows in succession share a target.
  // Where rowScales are given, the gradient of each row is scaled by its own.
  std::vector<NllSums> rows(const at::Tensor& outputs, const at::Tensor& targets,
                            const at::Tensor& gradient, const std::vector<float>& rowScales) const;

 private:
  NllTask task_;
};

// What decode() shows: the likelihood's mean; of images in [0, 1].
at::Tensor likelihoodMean(const ModelConfig& config, data::Kind kind, const at::Tensor& outputs);

}  // namespace latlas::model
