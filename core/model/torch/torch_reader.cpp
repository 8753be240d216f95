#include "core/model/torch/torch_model.h"

#include <torch/cuda.h>
#include <torch/version.h>

#include "core/model/torch/network_reader.h"

namespace latlas::model {
namespace {

class TorchReader final : public Reader {
 public:
  explicit TorchReader(const ReaderRequest& request) : TorchReader(request, placementOf(request)) {}

  const ModelSpec& spec() const override { return reader_.spec(); }
  void encode(std::span<const float> pixels, std::span<float> mu,
              std::span<float> logvar) override {
    reader_.encode(pixels, mu, logvar);
  }
  void decode(std::span<const float> z, std::span<float> pixels) override {
    reader_.decode(z, pixels);
  }
  void importanceBound(std::span<const float> targets, int draws, double sigma, std::uint64_t seed,
                       std::uint64_t firstStream, std::span<double> bounds) override {
    reader_.importanceBound(targets, draws, sigma, seed, firstStream, bounds);
  }
  void setWeights(const Tensors& weights) override { reader_.setWeights(weights); }

 private:
  TorchReader(const ReaderRequest& request, const Placement& placement)
      : reader_(request.spec, placement, request.seed, false) {
    useThreads(placement.library, ThreadUse::reading);
  }

  NetworkReader reader_;
};

}  // namespace

std::unique_ptr<Reader> makeTorchReader(const ReaderRequest& request) {
  return std::make_unique<TorchReader>(request);
}

ModelFactory torchModels() { return {makeTorchReader, makeTorchLearner}; }

std::string torchVersion() {
  return std::string("LibTorch ") + TORCH_VERSION +
         (torch::cuda::is_available() ? ", CUDA" : ", CPU");
}

}  // namespace latlas::model
