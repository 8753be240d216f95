#include "core/model/torch/placement.h"

#include <torch/cuda.h>

#include "core/base/error.h"
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

// FactorVAE's discriminator, the larger part of its work, is not shared by rows.
bool canShareRows(const ModelRequest& request) {
  const ModelConfig& config = request.spec.config;
  return request.purpose != Purpose::inference && config.objective != Objective::factorVae &&
         rowsAreIndependent(buildNetwork(config, request.spec.shape));
}

}  // namespace

Placement placementOf(const ModelRequest& request) {
  Placement placement{deviceFor(request.device), {}, 1, {}};
  // A GPU needs one thread that feeds it.
  if (placement.device.is_cuda() && request.threads == 0) {
    placement.threads = {1, "GPU"};
    return placement;
  }
  placement.threads = chooseThreads(request, thisMachine(request));
  const int threads = placement.threads.count;
  if (!placement.device.is_cuda() && canShareRows(request)) placement.replicas = threads;
  // Loops and products in turn by two libraries' threads would wait for each other's to sleep.
  const bool shareProducts = placement.replicas == 1 &&
                             request.spec.config.architecture == Architecture::mlp;
  placement.library = shareProducts ? LibraryThreads{1, threads} : LibraryThreads{threads, 1};
  return placement;
}

}  // namespace latlas::model
