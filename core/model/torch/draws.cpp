#include "core/model/torch/draws.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "core/base/random.h"

namespace latlas::model {
namespace {

Random streamOf(std::uint64_t seed, DrawKind kind, std::uint64_t index = 0) {
  return Random(seed, (static_cast<std::uint64_t>(kind) << 56) | index);
}

}  // namespace

at::Tensor standardNormal(at::IntArrayRef shape, std::uint64_t seed, DrawKind kind,
                          at::Device device) {
  const at::Tensor values = at::empty(shape, at::kFloat);
  streamOf(seed, kind)
      .fillNormal({values.data_ptr<float>(), static_cast<std::size_t>(values.numel())});
  return values.to(device);
}

at::Tensor permutations(std::int64_t n, std::int64_t columns, std::uint64_t seed,
                        at::Device device) {
  const at::Tensor orders = at::empty({columns, n}, at::kLong);
  Random random = streamOf(seed, DrawKind::permutation);
  for (std::int64_t column = 0; column < columns; ++column) {
    const std::span order(orders.data_ptr<std::int64_t>() + column * n,
                          static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(order);
  }
  return orders.t().contiguous().to(device);
}

at::Tensor dropoutMask(at::IntArrayRef shape, double probability, std::uint64_t seed,
                       std::uint64_t layer, at::Device device) {
  const at::Tensor mask = at::empty(shape, at::kFloat);
  Random random = streamOf(seed, DrawKind::dropout, layer);
  // 16 bits decide a unit, four units a draw: a probability is met to 1/65536.
  constexpr int unitsADraw = 4;
  const auto threshold = static_cast<std::uint64_t>(probability * 65536.0 + 0.5);
  const auto kept = static_cast<float>(65536.0 / (65536.0 - static_cast<double>(threshold)));
  auto* values = mask.data_ptr<float>();
  const std::int64_t count = mask.numel();
  for (std::int64_t i = 0; i < count; i += unitsADraw) {
    std::uint64_t bits = random.bits();
    for (std::int64_t unit = i; unit < std::min(i + unitsADraw, count); ++unit, bits >>= 16)
      values[unit] = (bits & 0xffffu) < threshold ? 0.0f : kept;
  }
  return mask.to(device);
}

}  // namespace latlas::model
