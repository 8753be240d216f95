#include "core/inference/worker.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace latlas::inference {

void Worker::order(OrderList orders) {
  // A list is sent with each frame; most are as the one before.
  if (const auto before = orders_.read(); before && before->isSameAs(orders)) return;
  orders_.publish(std::move(orders));
  doorbell_.ring();
}

bool Worker::turn() {
  if (const auto orders = orders_.readNewer(seenOrders_)) rounds_.replaceOrders(*orders);
  if (auto weights = setup_.weights->readNewer(seenWeights_)) rounds_.setNewest(std::move(weights));
  Rounds::Entry* entry = rounds_.next(setup_.clock());
  if (!entry) return false;
  serve(*entry);
  return true;
}

void Worker::serve(Rounds::Entry& entry) {
  try {
    if (!entry.work) entry.work = entry.order.begin(entry.weights);
    const bool isBegun = entry.work != nullptr;
    const auto isDone = [&] {
      return entry.work->piece(readerWith(entry.weights,
                                          entry.order.urgency == Urgency::pass ? far_ : near_));
    };
    if (isBegun && !isDone()) return;
    rounds_.answered(entry, setup_.clock());
    if (!isBegun) return;
  } catch (const std::exception& error) {
    rounds_.answered(entry, setup_.clock());
    failures_.publish(Failure{"decode", error.what()});
  }
  if (setup_.wake) setup_.wake();
}

model::Reader& Worker::readerWith(const WeightsPtr& weights, LoadedReader& loaded) const {
  if (loaded.weights == weights) return *loaded.reader;
  loaded.weights = nullptr;  // until they are there
  if (!loaded.reader || loaded.reader->spec() != weights->spec)
    loaded.reader = setup_.makeReader({.spec = weights->spec});
  loaded.reader->setWeights(weights->tensors);
  loaded.weights = weights;
  return *loaded.reader;
}

void Worker::waitForWork(std::stop_token stop) {
  if (const auto due = rounds_.nextDue())
    doorbell_.waitFor(stop, std::max(0.0, *due - setup_.clock()));
  else
    doorbell_.wait(stop);
}

}  // namespace latlas::inference
