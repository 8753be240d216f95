// Reads the images that the Data panel's sheet shows; the newest wish wins.
// Threading: everything but turn() and waitForWork() may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/doorbell.h"
#include "core/base/latest.h"
#include "core/data/dataset.h"

namespace latlas::app {

struct SheetRequest {
  data::DatasetPtr dataset;
  std::int64_t firstRow = 0;
  std::int64_t count = 0;
};

struct SheetImages {
  data::DatasetPtr dataset;
  std::int64_t firstRow = 0;
  data::Images images;
};

class SheetReader {
 public:
  explicit SheetReader(std::function<void()> wake) : wake_(std::move(wake)) {}

  void read(SheetRequest request) {
    requests_.publish(std::move(request));
    doorbell_.ring();
  }
  const Latest<SheetImages>& sheets() const { return sheets_; }

  bool turn();
  void waitForWork(std::stop_token stop) { doorbell_.wait(stop); }

 private:
  std::function<void()> wake_;
  Doorbell doorbell_;
  Latest<SheetRequest> requests_;
  Latest<SheetImages> sheets_;
  std::uint64_t seen_ = 0;
};

}  // namespace latlas::app
