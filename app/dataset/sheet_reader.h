// Finds and reads the samples that the Data panel's sheet shows; the newest wish wins, also while
// a search still runs.
// Threading: everything but turn() and waitForWork() may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/doorbell.h"
#include "core/base/error.h"
#include "core/base/latest.h"
#include "core/data/dataset.h"
#include "core/data/row_search.h"

namespace latlas::app {

struct SheetRequest {
  data::DatasetPtr dataset;  // null: a wish withdrawn
  data::RowFilter filter;
  std::int64_t first = 0;  // place among the rows that pass the filter
  std::int64_t count = 0;
  bool operator==(const SheetRequest&) const = default;
};

// Some of the rows that pass a filter.
struct SheetPage {
  data::DatasetPtr dataset;
  data::RowFilter filter;
  std::int64_t matches = 0;  // rows that pass; while isSearching those found so far
  bool isSearching = false;
  std::int64_t first = 0;  // place of rows[0] among them
  std::vector<std::int64_t> rows;
  data::Images images;             // of `rows`; of vectors their charts
  std::vector<float> values;       // of vectors: [rows, D], standardized
  std::string problem;             // why the filter cannot be searched for; none passes it then
  std::optional<Failure> failure;  // why the rows could not be read; there are no images then
};

class SheetReader {
 public:
  explicit SheetReader(std::function<void()> wake) : wake_(std::move(wake)) {}

  void read(SheetRequest request) {
    requests_.publish(std::move(request));
    doorbell_.ring();
  }
  // A page is published when it is full, and again when a search that filled it early has ended.
  const Latest<SheetPage>& pages() const { return pages_; }

  // Looks at some ten thousand rows, or reads a page.
  bool turn();
  void waitForWork(std::stop_token stop) { doorbell_.wait(stop); }

 private:
  void begin(std::shared_ptr<const SheetRequest> request);
  void searchOn();
  void publish();

  std::function<void()> wake_;
  Doorbell doorbell_;
  Latest<SheetRequest> requests_;
  Latest<SheetPage> pages_;
  std::uint64_t seen_ = 0;

  std::shared_ptr<const SheetRequest> request_;  // being answered; null: none
  std::optional<data::RowSearch> search_;        // none: every row passes
  std::vector<std::int64_t> found_;              // rows that pass, ascending
  std::int64_t searched_ = 0;                    // rows looked at
  std::string problem_;
  bool isPublished_ = false;  // a full page of this request
};

}  // namespace latlas::app
