// What is to be decoded or encoded, as standing orders. Whoever wants something adds it anew to each
// frame's list; what is no longer in it is withdrawn. An order is answered at once, and again
// whenever the weights change, so that an image learns under the user's hand.
// Threading: a list is made on one thread and read by the worker; begin() and the work that it
// gives run on the worker's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/model/model_spec.h"
#include "core/model/reader.h"

namespace latlas::inference {

using WeightsPtr = std::shared_ptr<const model::PublishedWeights>;

// One answer in the making, by one moment's weights.
class Work {
 public:
  virtual ~Work() = default;

  // Some milliseconds' worth; `reader` holds the weights that the work was begun with. True: done,
  // and the answer is published.
  virtual bool piece(model::Reader& reader) = 0;
};

enum class Urgency {
  hand,  // under the user's hand: by the newest weights, always
  eye,   // looked at: all by the same weights
  pass,  // over many samples, which takes longer than new weights take to come
};

struct Order {
  std::string name;           // "traverse.grid"; one order a name
  std::uint64_t version = 0;  // of what is wanted; with another one, what was begun is dropped
  Urgency urgency = Urgency::eye;
  // Null: with these weights there is nothing to do. What it throws is a failure, until the weights
  // or the version change.
  std::function<std::unique_ptr<Work>(const WeightsPtr&)> begin;
  // After an answer that took t seconds the next is begun no sooner than rest * t later, which
  // leaves time to others.
  double rest = 0.0;

  bool isSameAs(const Order& other) const {
    return name == other.name && version == other.version && urgency == other.urgency;
  }
};

class OrderList {
 public:
  void add(Order order) { orders_.push_back(std::move(order)); }

  const std::vector<Order>& orders() const { return orders_; }
  bool isSameAs(const OrderList& other) const;

 private:
  std::vector<Order> orders_;
};

}  // namespace latlas::inference
