// Takes the curves away: as a picture, as a table.
// Threading: UI thread; writing is the write queue's.
#pragma once

#include "app/losses/losses_requests.h"
#include "app/session/session.h"
#include "app/session/wing.h"

namespace latlas::app {

class LossesController {
 public:
  static const Wing& wing();
  using CarriesOut = RequestKinds<request::BrowseForChartPicture, request::ExportChartPicture,
                                  request::BrowseForHistory, request::ExportHistory>;

  explicit LossesController(Session& session) : session_(session) {}

  void carryOut(const request::BrowseForChartPicture&);
  void carryOut(const request::ExportChartPicture& wish);
  void carryOut(const request::BrowseForHistory&);
  void carryOut(const request::ExportHistory& wish);

  void runBegan(const model::Config& config, View view);

 private:
  Session& session_;
};

}  // namespace latlas::app
