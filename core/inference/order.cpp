#include "core/inference/order.h"

#include <algorithm>

namespace latlas::inference {

bool OrderList::isSameAs(const OrderList& other) const {
  return std::ranges::equal(orders_, other.orders_,
                            [](const Order& a, const Order& b) { return a.isSameAs(b); });
}

}  // namespace latlas::inference
