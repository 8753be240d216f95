#include "app/dataset/dataset_controller.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/dataset/data_summary.h"
#include "app/session/facts.h"
#include "core/base/thread_priority.h"
#include "core/data/source.h"

namespace latlas::app {
namespace {

// Nobody waits for it: after the frame, the image under the slider and the next batch.
constexpr int kSummaryNiceness = 15;

std::string absoluteSource(const std::string& source) {
  if (data::isBuiltin(source)) return source;
  std::error_code ignored;
  const auto absolute = std::filesystem::absolute(source, ignored);
  return ignored ? source : absolute.lexically_normal().string();
}

}  // namespace

DatasetController::DatasetController(Session& session)
    : session_(session),
      opening_(session),
      downloading_(session),
      sheetReader_(session.setup.wake) {
  if (session.setup.pace == Pace::threads) sheetThread_.emplace(sheetReader_);
}

void DatasetController::takeArrivals() {
  AppState& state = session_.state;
  if (auto page = sheetReader_.pages().readNewer(seenPage_); page && page->dataset == state.dataset)
    takePage(std::move(page));
  opening_.takeArrivals();
  if (auto ended = summary_.takeEnded();
      ended && ended->result && ended->result->dataset == state.dataset)
    state.summary = std::make_shared<const DataSummary>(*std::move(ended->result));
  downloading_.takeArrivals();
}

void DatasetController::takePage(std::shared_ptr<const SheetPage> page) {
  // Each page may fail alike; once a dataset is enough.
  if (page->failure && std::exchange(sheetFailed_, page->dataset) != page->dataset)
    showFailure(session_.state, *page->failure);
  session_.state.sheet.page = std::move(page);
}

void DatasetController::dataShown() {
  AppState& state = session_.state;
  const data::DatasetPtr dataset = state.dataset;
  state.sheet = {};
  state.summary = nullptr;
  sheetFailed_ = nullptr;
  summary_.start(
      "average " + dataset->info().name,
      [dataset](Progress& progress) {
        yieldToOthers(kSummaryNiceness);
        return summarize(dataset, progress);
      },
      session_.setup.wake);
  state.status = "Opened " + dataset->info().name;
}

void DatasetController::sourceOpened(const Opened& opened) {
  if (opened.source == session_.state.autosaveFolder) return;
  session_.requests.push_back(request::RememberSource{
      {absoluteSource(opened.source),
       opened.checkpoint ? data::OpenOptions{} : opened.dataset->info().options}});
}

void DatasetController::sendOrders() {
  const SheetState& sheet = session_.state.sheet;
  // Half a screen more above and below, so that scrolling by lines uncovers nothing empty.
  const std::int64_t margin = sheet.visibleCount / 2;
  const std::int64_t first = std::max<std::int64_t>(0, sheet.first - margin);
  const SheetRequest request{session_.state.dataset, sheet.filter, first,
                             sheet.first - first + sheet.visibleCount + margin};
  if (request == sheetRequest_) return;
  sheetRequest_ = request;
  sheetReader_.read(request);
}

}  // namespace latlas::app
