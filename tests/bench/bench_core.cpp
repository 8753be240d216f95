// What stands beside training on a frame's or a batch's path: images made on demand, the map's
// projection, finished pixels, files.
#include <benchmark/benchmark.h>

#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/data/images.h"
#include "core/data/open.h"
#include "core/io/safetensors.h"
#include "core/latent/projection.h"

namespace latlas {
namespace {

// A training batch of sprites that are drawn when they are read.
void readSpritesOnDemand(benchmark::State& state) {
  Progress progress;
  const auto dataset = data::open("builtin:sprites?size=64&count=all", {}, progress);
  std::vector<std::int64_t> rows(128);
  std::vector<float> pixels(rows.size() * static_cast<std::size_t>(dataset->info().shape.size()));
  Random random(1);
  const auto count = static_cast<std::uint64_t>(dataset->info().count);
  for (auto& row : rows) row = static_cast<std::int64_t>(random.below(count));
  for (auto _ : state) dataset->read(rows, pixels);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows.size()));
}
BENCHMARK(readSpritesOnDemand)->Unit(benchmark::kMillisecond);

// The map's refresh: principal components of 10,000 probes and their alignment to the map before.
void projectAndAlign(benchmark::State& state) {
  const int dims = static_cast<int>(state.range(0));
  std::vector<float> points(static_cast<std::size_t>(10000 * dims));
  Random(2).fillNormal(points);
  const auto before = latent::project(latent::principalComponents(points, dims), points);
  for (auto _ : state) {
    const auto found = latent::principalComponents(points, dims);
    benchmark::DoNotOptimize(
        latent::project(latent::alignedTo(found, points, before), points).data());
  }
}
BENCHMARK(projectAndAlign)->Arg(2)->Arg(16)->Arg(128)->Unit(benchmark::kMillisecond);

// An 8 x 8 grid of decoded images becoming a texture's bytes.
void finishImages(benchmark::State& state) {
  const data::Shape shape{1, 28, 28};
  std::vector<float> planar(static_cast<std::size_t>(64 * shape.size()));
  Random random(3);
  for (float& value : planar) value = static_cast<float>(random.uniform());
  for (auto _ : state) benchmark::DoNotOptimize(data::toImages(planar, shape).pixels.data());
}
BENCHMARK(finishImages)->Unit(benchmark::kMicrosecond);

// The weights of an MLP 784-400-20-400-784 as a file's bytes.
void encodeWeights(benchmark::State& state) {
  model::Tensor tensor{"weights", {652824}, std::vector<float>(652824, 0.5f)};
  const model::Tensors tensors{std::move(tensor)};
  for (auto _ : state) benchmark::DoNotOptimize(io::encodeSafetensors(tensors).data());
}
BENCHMARK(encodeWeights)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace latlas
