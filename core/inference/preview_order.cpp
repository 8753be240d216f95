#include "core/inference/preview_order.h"

#include <utility>

#include "core/inference/grid_order.h"

namespace latlas::inference {

Order previewOrder(std::string name, std::uint64_t version, std::vector<float> z,
                   std::shared_ptr<Latest<DecodedImages>> answers) {
  Order order = gridOrder(std::move(name), version, std::move(z), std::move(answers));
  order.urgency = Urgency::hand;
  return order;
}

}  // namespace latlas::inference
