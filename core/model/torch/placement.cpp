#include "core/model/torch/placement.h"

#include <torch/cuda.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/model/objectives.h"
#include "core/model/torch/replica.h"

namespace latlas::model {
namespace {

c10::Device deviceFor(Device wanted) {
  const bool hasCuda = torch::cuda::is_available();
  if (wanted == Device::cuda && !hasCuda)
    throw Error("device cuda: expected an NVIDIA GPU and a LibTorch built for it, found none. "
                "Use device cpu or auto");
  return wanted != Device::cpu && hasCuda ? c10::Device(c10::kCUDA) : c10::Device(c10::kCPU);
}

// Of all replicas' gradients. Networks beyond it have products large enough to be shared well.
constexpr std::int64_t kGradientBytes = std::int64_t{1} << 30;

// A discriminator, the larger part of its work, is not shared by rows.
bool canShareRows(const LearnerRequest& request, int threads) {
  const ModelConfig& config = request.spec.config;
  const Network network = buildNetwork(config, request.spec.shape);
  return !infoOf(config.objective).hasDiscriminator && rowsAreIndependent(network) &&
         parameterCount(network) * threads <= kGradientBytes / std::int64_t{sizeof(float)};
}

LibraryThreads threadsOfLibraries(Architecture architecture, int threads) {
  if (architecture == Architecture::conv) return {threads, 1};
  // Loops and products in turn by two libraries' threads would wait for each other's to sleep.
  if (productsHaveThreadsOfTheirOwn()) return {1, threads};
  return {threads, threads};
}

}  // namespace

Placement placementOf(const LearnerRequest& request, const ThreadMachine& machine) {
  flushDenormals();
  Placement placement{deviceFor(request.device), {}, 1, {}};
  // A GPU needs one thread that feeds it.
  if (placement.device.is_cuda() && request.threads == 0) {
    placement.threads = {1, "GPU"};
    return placement;
  }
  placement.threads = chooseThreads(request, machine);
  const int threads = placement.threads.count;
  if (!placement.device.is_cuda() && canShareRows(request, threads)) placement.replicas = threads;
  placement.library = placement.replicas > 1
                          ? LibraryThreads{threads, 1}
                          : threadsOfLibraries(request.spec.config.architecture, threads);
  return placement;
}

Placement placementOf(const ReaderRequest& request) {
  flushDenormals();
  const int threads = std::max(1, request.threads);
  return {deviceFor(request.device),
          {threads, {}},
          1,
          threadsOfLibraries(request.spec.config.architecture, threads)};
}

}  // namespace latlas::model
