// Which order is served next, and by which weights. What the user's hand is on goes by the newest
// ones. All that is looked at goes in rounds, by the weights of the round: newer ones begin the next
// round once everything that was due has had its answer. Passes have rounds of their own, so that
// pictures need not wait for them.
// A round is held up by each order once: what changes while it is worked on, or is due again, is
// served as the round lasts, but the round does not wait for it.
// Threading: the worker's thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/inference/order.h"

namespace latlas::inference {

class Rounds {
 public:
  struct Entry {
    Order order;
    std::unique_ptr<Work> work;  // null: not begun
    WeightsPtr weights;          // of `work`, or of what was answered last
    double begun = 0.0;          // seconds
    double restsUntil = 0.0;
    bool isAnswered = false;  // by `weights`
    bool mayHoldRound = true;
    std::uint64_t served = 0;  // the turn of its last piece
  };

  // Withdraws what is not in the list; what is the same as before goes on.
  void replaceOrders(const OrderList& orders);
  void setNewest(WeightsPtr weights);

  // What to serve now, with the weights to begin it with in `weights` unless it is begun; null:
  // nothing is due. The most urgent first, but those who wait are not passed over for ever.
  Entry* next(double now);

  // Its work is done, or failed, which is answered too.
  void answered(Entry& entry, double now);

  // When something that rests now is due again; nothing: only new orders or weights bring work.
  std::optional<double> nextDue() const;

 private:
  static constexpr std::size_t kRounds = 2;  // of the eye, of passes

  WeightsPtr weightsFor(const Entry& entry) const;
  bool isDue(const Entry& entry, double now) const;
  bool holdsRound(const Entry& entry, double now) const;
  void beginRounds(double now);

  std::map<std::string, Entry> entries_;
  WeightsPtr newest_;
  std::array<WeightsPtr, kRounds> pinned_;
  std::uint64_t turn_ = 0;
  int passedOver_ = 0;  // turns in a row in which someone less urgent waited
};

}  // namespace latlas::inference
