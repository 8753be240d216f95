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

// As gridOrder(), by the newest weights and before all else; few points take one piece.
Order previewOrder(std::string name, std::uint64_t version, std::vector<float> z,
                   std::shared_ptr<Latest<DecodedImages>> answers);

}  // namespace latlas::inference
