#include "core/model/torch/threads/product_rate.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/model/torch/layers/matrix_product.h"
#include "core/model/torch/threads/shares.h"
#include "core/model/torch/threads/threads.h"

namespace latlas::model {
namespace {

// One layer's x W^T, its gradient by W, and, unless it is the first, by x.
struct Products {
  at::Tensor input, weight, output, weightGradient, inputGradient;

  Products(std::int64_t batch, const Layer& layer, bool isFirst)
      : input(at::rand({batch, layer.in})),
        weight(at::rand({layer.out, layer.in})),
        output(at::rand({batch, layer.out})),
        weightGradient(at::empty_like(weight)) {
    if (!isFirst) inputGradient = at::empty_like(input);
  }

  void compute() const {
    multiply(output, input, weight.t());
    multiply(weightGradient, output.t(), input);
    if (inputGradient.defined()) multiply(inputGradient, output, weight);
  }
};

}  // namespace

double matrixProductRate(const Network& network, int batch, ProductThreads threads,
                         double seconds) {
  const c10::InferenceMode guard;
  const int shares = std::min(threads.sharingRows, batch);
  std::vector<std::vector<Products>> parts(static_cast<std::size_t>(shares));
  for (const auto* list : {&network.encoder, &network.mu, &network.logvar, &network.decoder})
    for (const Layer& layer : *list) {
      if (layer.isConvolution()) return 0.0;
      if (layer.type != LayerType::linear) continue;
      for (int i = 0; i < shares; ++i) {
        auto& part = parts[static_cast<std::size_t>(i)];
        part.emplace_back(batch * (i + 1) / shares - batch * i / shares, layer, part.empty());
      }
    }
  useThreads({shares, threads.sharingProducts}, ThreadUse::learning);
  const auto compute = [&parts] {
    const auto count = static_cast<std::int64_t>(parts.size());
    shareRows(count, count, [&parts](std::int64_t share, std::int64_t, std::int64_t) {
      for (const Products& layer : parts[static_cast<std::size_t>(share)]) layer.compute();
    });
  };
  const auto now = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  };
  compute();
  const double begun = now();
  std::int64_t steps = 0;
  while (now() - begun < seconds) {
    compute();
    ++steps;
  }
  return static_cast<double>(steps * batch) / (now() - begun);
}

}  // namespace latlas::model
