// The data: opens and downloads them, and brings what the Data panel shows of them.
// Threading: UI thread; never waits for a disk.
// Owns: the worker that reads samples for the sheet, and the jobs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "app/dataset/data_summary.h"
#include "app/dataset/dataset_requests.h"
#include "app/dataset/downloading.h"
#include "app/dataset/opening.h"
#include "app/dataset/sheet_reader.h"
#include "app/session/replaceable_job.h"
#include "app/session/session.h"
#include "app/session/wing.h"
#include "core/base/worker_thread.h"

namespace latlas::app {

class DatasetController {
 public:
  static const Wing& wing();
  using CarriesOut =
      RequestKinds<request::BrowseForDataset, request::OpenDataset, request::CancelOpening,
                   request::ReadCatalogue, request::FetchDataset, request::CancelFetch>;

  explicit DatasetController(Session& session);

  void startTrainingWhenOpened() { opening_.startTrainingWhenOpened(); }

  void takeArrivals();
  void carryOut(const request::BrowseForDataset& wish) { opening_.browse(wish); }
  void carryOut(const request::OpenDataset& wish) { opening_.open(wish); }
  void carryOut(const request::CancelOpening&) { opening_.cancel(); }
  void carryOut(const request::ReadCatalogue&) { downloading_.readCatalogue(); }
  void carryOut(const request::FetchDataset& wish) { downloading_.fetch(wish); }
  void carryOut(const request::CancelFetch& wish) { downloading_.cancel(wish); }
  void sendOrders();
  void turn() { sheetReader_.turn(); }
  bool busy() const { return opening_.busy() || downloading_.busy(); }

  void dataShown();
  void sourceOpened(const Opened& opened);

 private:
  void takePage(std::shared_ptr<const SheetPage> page);

  Session& session_;
  Opening opening_;
  Downloading downloading_;
  ReplaceableJob<DataSummary> summary_;
  data::DatasetPtr sheetFailed_;  // whose samples could not be read, which has been said
  SheetRequest sheetRequest_;     // the newest
  std::uint64_t seenPage_ = 0;
  SheetReader sheetReader_;
  std::optional<WorkerThread> sheetThread_;  // none in lockstep
};

}  // namespace latlas::app
