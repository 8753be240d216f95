// The image under the user's hand.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/latest.h"
#include "core/inference/decoded_images.h"
#include "core/inference/order.h"

namespace latlas::inference {

// Decodes the few points of z [n, latent] in one piece, into `answers`.
Order previewOrder(std::string name, std::uint64_t version, std::vector<float> z,
                   std::shared_ptr<Latest<DecodedImages>> answers);

}  // namespace latlas::inference
