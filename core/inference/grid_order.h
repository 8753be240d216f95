// Many latent points as one answer, decoded some at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/latest.h"
#include "core/inference/decoded_images.h"
#include "core/inference/order.h"

namespace latlas::inference {

// Decodes z [n, latent] into `answers`, all by the same weights.
Order gridOrder(std::string name, std::uint64_t version, std::vector<float> z,
                std::shared_ptr<Latest<DecodedImages>> answers);

}  // namespace latlas::inference
