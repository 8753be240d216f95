#include "app/sheet_reader.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace latlas::app {

bool SheetReader::turn() {
  const auto request = requests_.readNewer(seen_);
  if (!request || !request->dataset) return false;
  const data::DatasetInfo& info = request->dataset->info();
  const std::int64_t first = std::clamp<std::int64_t>(request->firstRow, 0, info.count);
  const std::int64_t count = std::min(request->count, info.count - first);
  std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), first);
  std::vector<float> pixels(rows.size() * static_cast<std::size_t>(info.shape.size()));
  request->dataset->read(rows, pixels);
  sheets_.publish(SheetImages{request->dataset, first, data::toImages(pixels, info.shape)});
  if (wake_) wake_();
  return true;
}

}  // namespace latlas::app
