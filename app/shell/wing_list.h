// The wings as one: a controller of each, in the order in which they are called. A controller has
// what it needs of these and nothing else; there is no base class.
//
//   static const Wing& wing()      what it shows (app/session/wing.h)
//   using CarriesOut               its requests, with carryOut(const request::Kind&) for each
//   takeArrivals()                 first in a frame: what workers and jobs have brought
//   sendOrders()                   what its workers are to do, which follows from the state
//   addOrders(orders)              the same of the inference worker; what is not added is withdrawn
//   latch(graphics), shown()       before and after the frame is put on the screen
//   turn()                         lockstep: one turn of a worker of its own
//   busy()                         a job runs
//   isWaiting()                    something is due by itself soon: frames go on
//   beforeQuitting()               saves what would be lost; called until nothing is written
//   startTrainingWhenOpened()      the first source that opens begins to train
//   dataShown(), runEnds(), runBegan(config, view), sourceOpened(opened)      see RunListeners
//
// Threading: UI thread.
// Owns: the controllers.
#pragma once

#include <array>
#include <cstddef>
#include <tuple>

#include "app/session/session.h"
#include "app/session/wing.h"

namespace latlas::app {

template <class... Controllers>
class WingList {
 public:
  explicit WingList(Session& session) : controllers_(sessionFor<Controllers>(session)...) {}

  // Calls `visit` with each controller.
  template <class Visit>
  void each(Visit visit) {
    std::apply([&](auto&... controller) { (visit(controller), ...); }, controllers_);
  }
  // Whether it holds for one of them.
  template <class Holds>
  bool any(Holds holds) {
    return std::apply([&](auto&... controller) { return (holds(controller) || ...); },
                      controllers_);
  }

  // What each shows.
  static std::array<const Wing*, sizeof...(Controllers)> shown() {
    return {&Controllers::wing()...};
  }

 private:
  template <class Controller>
  static Session& sessionFor(Session& session) {
    return session;
  }

  std::tuple<Controllers...> controllers_;
};

}  // namespace latlas::app
