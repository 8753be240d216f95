#include "app/shell/frame.h"

#include <utility>

#include "app/shell/shortcuts.h"
#include "app/shell/window_view.h"

namespace latlas::app {

Frame::Frame(Session& session, ui::Graphics& graphics, ui::FileBrowser& browser,
             std::filesystem::path preferencesFile)
    : session_(session),
      graphics_(graphics),
      shell_(session, browser, std::move(preferencesFile)),
      wings_(session) {
  listenToRuns();
}

void Frame::listenToRuns() {
  session_.run.tell({[this] {
                       wings_.each([](auto& wing) {
                         if constexpr (requires { wing.dataShown(); }) wing.dataShown();
                       });
                     },
                     [this] {
                       wings_.each([](auto& wing) {
                         if constexpr (requires { wing.runEnds(); }) wing.runEnds();
                       });
                     },
                     [this](const model::Config& config, View view) {
                       wings_.each([&](auto& wing) {
                         if constexpr (requires { wing.runBegan(config, view); })
                           wing.runBegan(config, view);
                       });
                     },
                     [this](const Opened& opened) {
                       wings_.each([&](auto& wing) {
                         if constexpr (requires { wing.sourceOpened(opened); })
                           wing.sourceOpened(opened);
                       });
                     }});
}

void Frame::draw() {
  takeArrivals();
  // A key pressed while the browser is open belongs to the browser.
  if (!shell_.isBrowsing()) handleShortcuts(session_.state, session_.requests);
  // Asked for while the other panels are drawn, an image is often there before the frame is.
  drawWindow(session_.state, graphics_, session_.requests, [this] { sendOrders(); });
  shell_.drawBrowser();
  carryOutRequests();
  sendOrders();
}

void Frame::takeArrivals() {
  session_.takeArrivals();
  wings_.each([](auto& wing) {
    if constexpr (requires { wing.takeArrivals(); }) wing.takeArrivals();
  });
  session_.state.exporting = session_.writes.writing();
}

void Frame::carryOutRequests() {
  // One request may lead to others, which are carried out in the same frame.
  while (!session_.requests.empty())
    for (const Request& request : std::exchange(session_.requests, {}))
      if (!carryOut(request)) session_.state.status = "Nothing in this window can do that";
}

bool Frame::carryOut(const Request& request) {
  return ShellController::CarriesOut::carryOut(shell_, request) || wings_.any([&](auto& wing) {
    return std::remove_reference_t<decltype(wing)>::CarriesOut::carryOut(wing, request);
  });
}

void Frame::sendOrders() {
  wings_.each([](auto& wing) {
    if constexpr (requires { wing.sendOrders(); }) wing.sendOrders();
  });
  inference::OrderList orders;
  wings_.each([&](auto& wing) {
    if constexpr (requires { wing.addOrders(orders); }) wing.addOrders(orders);
  });
  session_.workers.inference.order(std::move(orders));
}

void Frame::latch() {
  wings_.each([this](auto& wing) {
    if constexpr (requires { wing.latch(graphics_); }) wing.latch(graphics_);
  });
}

void Frame::shown() {
  wings_.each([](auto& wing) {
    if constexpr (requires { wing.shown(); }) wing.shown();
  });
}

void Frame::startTrainingWhenOpened() {
  wings_.each([](auto& wing) {
    if constexpr (requires { wing.startTrainingWhenOpened(); }) wing.startTrainingWhenOpened();
  });
}

void Frame::turnWorkers(int turns) {
  for (int i = 0; i < turns; ++i) {
    session_.workers.turn();
    wings_.each([](auto& wing) {
      if constexpr (requires { wing.turn(); }) wing.turn();
    });
  }
}

bool Frame::busy() {
  return session_.writes.busy() || wings_.any([](auto& wing) {
    if constexpr (requires { wing.busy(); }) return wing.busy();
    return false;
  });
}

bool Frame::isWaiting() {
  return wings_.any([](auto& wing) {
    if constexpr (requires { wing.isWaiting(); }) return wing.isWaiting();
    return false;
  });
}

bool Frame::saveBeforeQuitting() {
  wings_.each([](auto& wing) {
    if constexpr (requires { wing.beforeQuitting(); }) wing.beforeQuitting();
  });
  takeArrivals();
  carryOutRequests();
  return !session_.run.awaitsCheckpoint() && !session_.writes.busy();
}

}  // namespace latlas::app
