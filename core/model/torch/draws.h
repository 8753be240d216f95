// Random tensors from our own generator, the same on every device and version of Torch.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace latlas::model {

// What a step draws beside its noise, each from a stream of its own.
enum class DrawKind : std::uint64_t { prior = 1, permutation = 2, dropout = 3 };

// Standard normal.
at::Tensor standardNormal(at::IntArrayRef shape, std::uint64_t seed, DrawKind kind,
                          at::Device device);

// Orders of 0 .. n - 1, one for each of `columns`: [n, columns] of int64.
at::Tensor permutations(std::int64_t n, std::int64_t columns, std::uint64_t seed,
                        at::Device device);

// 0 with `probability`, else 1 / (1 - probability), for layer `layer` of the network.
at::Tensor dropoutMask(at::IntArrayRef shape, double probability, std::uint64_t seed,
                       std::uint64_t layer, at::Device device);

}  // namespace latlas::model
