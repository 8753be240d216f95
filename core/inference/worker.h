// The inference worker: answers orders with the newest published weights, so that a slider never
// waits for a training batch.
// Threading: everything but turn() and waitForWork() may be called from any thread.
// Owns: two readers, one for what is looked at and one for passes over the data.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/doorbell.h"
#include "core/base/error.h"
#include "core/base/latest.h"
#include "core/inference/order.h"
#include "core/inference/rounds.h"

namespace latlas::inference {

struct WorkerSetup {
  model::ReaderFactory makeReader;
  const Latest<model::PublishedWeights>* weights = nullptr;  // outlives the worker
  std::function<double()> clock;                             // seconds, monotonic
  std::function<void()> wake;                                // an answer is there; may be empty
};

class Worker {
 public:
  explicit Worker(WorkerSetup setup) : setup_(std::move(setup)) {}

  // What is wanted from now on.
  void order(OrderList orders);
  // New weights are there (the trainer's wake calls it).
  void ring() { doorbell_.ring(); }

  const Latest<Failure>& failures() const { return failures_; }

  // One piece of the most urgent work. False: nothing to do.
  bool turn();
  void waitForWork(std::stop_token stop);

 private:
  // A model with the weights of the newest piece that it worked on.
  struct LoadedReader {
    std::unique_ptr<model::Reader> reader;
    WeightsPtr weights;
  };

  void serve(Rounds::Entry& entry);
  model::Reader& readerWith(const WeightsPtr& weights, LoadedReader& loaded) const;

  WorkerSetup setup_;
  Doorbell doorbell_;
  Latest<OrderList> orders_;
  Latest<Failure> failures_;

  // The worker's thread.
  std::uint64_t seenOrders_ = 0, seenWeights_ = 0;
  Rounds rounds_;
  LoadedReader near_, far_;  // for hand and eye; for passes
};

}  // namespace latlas::inference
