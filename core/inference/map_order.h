// The latent map: where the posterior means of many samples lie.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/latest.h"
#include "core/data/dataset.h"
#include "core/inference/order.h"
#include "core/latent/layout.h"

namespace latlas::inference {

struct LatentMap {
  std::uint64_t run = 0;
  std::int64_t step = 0;  // of the weights
  data::DatasetPtr dataset;
  std::vector<std::int64_t> rows;
  int latent = 0;
  std::vector<float> mu;                         // [rows, latent]
  std::shared_ptr<const latent::Layout> layout;  // of mu, a point a row
};

// Encodes these rows, at least one, by weights of that run, and lays them out so that the plane
// does not turn from one answer to the next.
Order mapOrder(std::string name, std::uint64_t run, data::DatasetPtr dataset,
               std::vector<std::int64_t> rows, std::shared_ptr<Latest<LatentMap>> answers);

}  // namespace latlas::inference
