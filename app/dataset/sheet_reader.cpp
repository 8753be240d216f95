#include "app/dataset/sheet_reader.h"

#include <algorithm>
#include <numeric>

namespace latlas::app {
namespace {

// Between two looks at the newest wish: a few milliseconds.
constexpr std::int64_t kRowsATurn = 32'768;

// The samples of page.rows.
void readSamples(SheetPage& page) {
  const data::Shape& shape = page.dataset->info().shape;
  std::vector<float> values(page.rows.size() * static_cast<std::size_t>(shape.size()));
  page.dataset->read(page.rows, values);
  page.images = data::toImages(values, shape);
  if (shape.kind == data::Kind::vectors) page.values = std::move(values);
}

}  // namespace

void SheetReader::begin(std::shared_ptr<const SheetRequest> request) {
  const bool isSameSearch =
      request_ && request_->dataset == request->dataset && request_->filter == request->filter;
  request_ = std::move(request);
  isPublished_ = false;
  if (isSameSearch) return;
  search_.reset();
  found_ = {};
  searched_ = 0;
  problem_.clear();
  if (!request_->dataset) request_ = nullptr;
  if (!request_ || request_->filter.isEmpty()) return;
  try {
    search_.emplace(*request_->dataset, request_->filter);
  } catch (const Error& error) {
    problem_ = error.what();
  }
}

void SheetReader::searchOn() {
  const std::int64_t end = std::min(searched_ + kRowsATurn, request_->dataset->info().count);
  for (; searched_ < end; ++searched_)
    if (search_->matches(searched_)) found_.push_back(searched_);
}

void SheetReader::publish() {
  const std::int64_t all = request_->dataset->info().count;
  SheetPage page{request_->dataset, request_->filter, all, false, 0, {}, {}, {}, problem_, {}};
  if (search_) {
    page.matches = std::ssize(found_);
    page.isSearching = searched_ < all;
  }
  if (!problem_.empty()) page.matches = 0;
  page.first = std::clamp<std::int64_t>(request_->first, 0, page.matches);
  const std::int64_t count =
      std::clamp<std::int64_t>(request_->count, 0, page.matches - page.first);
  if (search_) {
    page.rows.assign(found_.begin() + page.first, found_.begin() + page.first + count);
  } else {
    page.rows.resize(static_cast<std::size_t>(count));
    std::iota(page.rows.begin(), page.rows.end(), page.first);
  }
  try {
    if (!page.rows.empty()) readSamples(page);
  } catch (const std::exception& error) {
    page.failure = Failure{"read " + page.dataset->info().name, error.what()};
  }
  pages_.publish(std::move(page));
  if (wake_) wake_();
}

bool SheetReader::turn() {
  if (auto newer = requests_.readNewer(seen_)) begin(std::move(newer));
  if (!request_) return false;
  const bool wasSearching = search_ && searched_ < request_->dataset->info().count;
  if (wasSearching) searchOn();
  const bool isSearching = search_ && searched_ < request_->dataset->info().count;
  const bool isFull = std::ssize(found_) >= request_->first + request_->count;
  if (isSearching ? isFull && !isPublished_ : wasSearching || !isPublished_) {
    publish();
    isPublished_ = true;
    return true;
  }
  return isSearching;
}

}  // namespace latlas::app
