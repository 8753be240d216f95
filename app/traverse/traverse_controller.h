// Has decoded what the sliders and the grid ask for, shows it as soon as it is there, and takes
// grids away as pictures.
// Threading: UI thread; never waits for the worker.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/session/session.h"
#include "app/session/wing.h"
#include "app/traverse/traverse_requests.h"
#include "app/ui/graphics.h"
#include "core/base/latest.h"
#include "core/inference/decoded_images.h"
#include "core/inference/order.h"

namespace latlas::app {

class TraverseController {
 public:
  static const Wing& wing();
  using CarriesOut = RequestKinds<request::BrowseForExport, request::ExportGrid>;

  explicit TraverseController(Session& session) : session_(session) {}

  void takeArrivals();
  void carryOut(const request::BrowseForExport& wish);
  void carryOut(const request::ExportGrid& wish);
  // The image at z, and the grid.
  void addOrders(inference::OrderList& orders);
  // An image that was asked for in this very frame and is there already is shown by it, in the
  // texture that the draw lists name.
  void latch(ui::Graphics& graphics);
  // Dates what has just been shown.
  void shown();

  void runBegan(const model::Config& config, View view);

 private:
  void takePreview();
  // When the preview of that version was asked for; told once.
  std::optional<double> takeAsked(std::uint64_t version);

  Session& session_;
  using Decoded = Latest<inference::DecodedImages>;
  const std::shared_ptr<Decoded> previews_ = std::make_shared<Decoded>();
  const std::shared_ptr<Decoded> grids_ = std::make_shared<Decoded>();
  std::uint64_t seenPreview_ = 0, seenGrid_ = 0;
  std::vector<float> previewZ_, gridZ_;  // what is ordered
  inference::Order preview_, grid_;
  // When previews were asked for, in the session's seconds: those not answered yet, oldest first,
  // and those that the frame at hand shows.
  std::deque<std::pair<std::uint64_t, double>> asked_;
  std::vector<double> taken_;
};

}  // namespace latlas::app
