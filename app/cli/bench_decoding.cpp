// latlas bench decode: how long untrained networks take to decode latent points.
#include <chrono>

#include "app/cli/bench.h"
#include "core/latent/sampling.h"
#include "core/model/torch/torch_model.h"

namespace latlas::cli {
namespace {

constexpr data::Shape kShape{1, 28, 28};
constexpr int kCounts[] = {1, 64};  // a slider's image, an 8 x 8 grid
constexpr int kWarmUpCalls = 20;    // the first calls allocate
constexpr int kLeastCalls = 100;    // below this a 99th percentile says nothing

}  // namespace

Figures benchDecoding(const BenchOptions& options) {
  using Clock = std::chrono::steady_clock;
  Figures figures;
  for (const model::Architecture architecture :
       {model::Architecture::mlp, model::Architecture::conv}) {
    model::Config config;
    model::selectArchitecture(config.model, architecture);
    config = applied(options.config, config);
    const auto model = model::makeTorchReader({.spec = {config.model, kShape},
                                               .seed = config.train.seed,
                                               .threads = config.train.threads,
                                               .device = config.train.device});
    for (const int count : kCounts) {
      const auto z = latent::priorSamples(count, config.model.latent, 1);
      std::vector<float> pixels(static_cast<std::size_t>(count * kShape.size()));
      for (int i = 0; i < kWarmUpCalls; ++i) model->decode(z, pixels);
      std::vector<double> milliseconds;
      const auto end = Clock::now() + std::chrono::duration<double>(options.seconds / 4);
      while (Clock::now() < end || milliseconds.size() < kLeastCalls) {
        const auto begin = Clock::now();
        model->decode(z, pixels);
        milliseconds.push_back(
            std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
      }
      const std::string name =
          model::keyValue(config, "model") + "_" + std::to_string(count) + "_decode_";
      figures.push_back({name + "p50", percentile(milliseconds, 0.5), "ms"});
      figures.push_back({name + "p99", percentile(milliseconds, 0.99), "ms"});
    }
  }
  return figures;
}

}  // namespace latlas::cli
