// The catalogue of datasets and their downloads: what came of them, and what the dialog asks for.
// Threading: UI thread.
#pragma once

#include "app/dataset/dataset_requests.h"
#include "app/dataset/downloads.h"
#include "app/session/session.h"

namespace latlas::app {

class Downloading {
 public:
  explicit Downloading(Session& session) : session_(session), downloads_(session.setup.wake) {}

  void readCatalogue() { downloads_.survey(); }
  void fetch(const request::FetchDataset& wish);
  void cancel(const request::CancelFetch& wish) { downloads_.cancel(wish.key); }

  void takeArrivals();
  bool busy() const { return downloads_.busy(); }

 private:
  void takeSurvey(const Job<Downloads::Survey>::Ended& ended);
  void takeEnd(const Downloads::Ended& ended);

  Session& session_;
  Downloads downloads_;
};

}  // namespace latlas::app
