#include "core/inference/rounds.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace latlas::inference {
namespace {

// So many pieces in a row go to the more urgent; then one to who has waited longest.
constexpr int kPatience = 3;

// Among equals what is begun is finished first, then who has waited longest.
bool goesBefore(const Rounds::Entry& a, const Rounds::Entry& b) {
  const auto rank = [](const Rounds::Entry& entry) {
    return std::tuple(entry.order.urgency, entry.work == nullptr, entry.served);
  };
  return rank(a) < rank(b);
}

std::size_t roundOf(Urgency urgency) { return urgency == Urgency::pass ? 1 : 0; }

}  // namespace

void Rounds::replaceOrders(const OrderList& orders) {
  std::map<std::string, Entry> kept;
  for (const Order& order : orders.orders()) {
    Entry& entry = kept[order.name];
    const auto found = entries_.find(order.name);
    if (found == entries_.end()) {
      entry.order = order;
    } else if (found->second.order.isSameAs(order)) {
      entry = std::move(found->second);
    } else {
      entry.order = order;
      entry.served = found->second.served;
      entry.mayHoldRound = false;
    }
  }
  entries_ = std::move(kept);
}

void Rounds::setNewest(WeightsPtr weights) { newest_ = std::move(weights); }

WeightsPtr Rounds::weightsFor(const Entry& entry) const {
  if (entry.order.urgency == Urgency::hand) return newest_;
  return pinned_[roundOf(entry.order.urgency)];
}

bool Rounds::isDue(const Entry& entry, double now) const {
  if (entry.work) return true;
  const bool hasAnswer = entry.isAnswered && entry.weights == weightsFor(entry);
  return !hasAnswer && now >= entry.restsUntil;
}

bool Rounds::holdsRound(const Entry& entry, double now) const {
  return entry.order.urgency != Urgency::hand && entry.mayHoldRound && isDue(entry, now);
}

void Rounds::beginRounds(double now) {
  for (std::size_t round = 0; round < kRounds; ++round) {
    if (pinned_[round] == newest_) continue;
    const auto isOfRound = [&](const Entry& entry) {
      return entry.order.urgency != Urgency::hand && roundOf(entry.order.urgency) == round;
    };
    if (pinned_[round] && std::ranges::any_of(entries_, [&](const auto& named) {
          return isOfRound(named.second) && holdsRound(named.second, now);
        }))
      continue;
    pinned_[round] = newest_;
    for (auto& [name, entry] : entries_)
      if (isOfRound(entry)) {
        entry.work = nullptr;
        entry.mayHoldRound = true;
      }
  }
}

Rounds::Entry* Rounds::next(double now) {
  if (!newest_) return nullptr;
  beginRounds(now);
  Entry* urgent = nullptr;
  Entry* longest = nullptr;  // waiting
  for (auto& [name, entry] : entries_) {
    if (!isDue(entry, now)) continue;
    if (!longest || entry.served < longest->served) longest = &entry;
    if (!urgent || goesBefore(entry, *urgent)) urgent = &entry;
  }
  if (!urgent) return nullptr;
  const bool passesOver = longest->order.urgency > urgent->order.urgency;
  Entry* chosen = passesOver && passedOver_ >= kPatience ? longest : urgent;
  passedOver_ = passesOver && chosen == urgent ? passedOver_ + 1 : 0;
  chosen->served = ++turn_;
  if (!chosen->work) {
    chosen->weights = weightsFor(*chosen);
    chosen->isAnswered = false;
    chosen->begun = now;
  }
  return chosen;
}

void Rounds::answered(Entry& entry, double now) {
  entry.work = nullptr;
  entry.isAnswered = true;
  entry.mayHoldRound = false;
  entry.restsUntil = now + entry.order.rest * (now - entry.begun);
}

std::optional<double> Rounds::nextDue() const {
  std::optional<double> due;
  for (const auto& [name, entry] : entries_) {
    if (!newest_ || (entry.isAnswered && entry.weights == newest_)) continue;
    if (!due || entry.restsUntil < *due) due = entry.restsUntil;
  }
  return due;
}

}  // namespace latlas::inference
