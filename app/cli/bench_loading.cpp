// latlas bench load: how long it takes to open a dataset and to read batches of it.
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "app/cli/bench.h"
#include "core/base/error.h"
#include "core/base/random.h"

namespace latlas::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kLeastRounds = 3;
constexpr std::size_t kBatch = 128;  // a training batch
constexpr double kReadShare = 0.2;   // of the time for measuring

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// A cache of its own, empty at first, so that neither the user's entries help nor these stay.
class CacheOfItsOwn {
 public:
  CacheOfItsOwn() {
    std::string name = (fs::temp_directory_path() / "latlas-bench-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw Error(name + ": cannot be created");
    folder_ = name;
    ::setenv("XDG_CACHE_HOME", folder_.c_str(), 1);
  }
  ~CacheOfItsOwn() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  CacheOfItsOwn(const CacheOfItsOwn&) = delete;
  CacheOfItsOwn& operator=(const CacheOfItsOwn&) = delete;

  void empty() const {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) fs::remove_all(entry);
  }

 private:
  fs::path folder_;
};

double openOnce(const DatasetArgument& source, data::DatasetPtr& dataset) {
  dataset = nullptr;
  Progress progress;
  const auto begin = Clock::now();
  dataset = data::open(source.source, source.options, progress);
  return millisecondsSince(begin);
}

}  // namespace

Figures benchLoading(const BenchOptions& options) {
  DatasetArgument source = options.dataset;
  if (source.source.empty()) source.source = "builtin:sprites";
  const CacheOfItsOwn cache;
  data::DatasetPtr dataset;
  std::vector<double> first, again, batches;
  const auto begin = Clock::now();
  const double openMilliseconds = 1000.0 * options.seconds * (1.0 - kReadShare);
  while (first.size() < kLeastRounds || millisecondsSince(begin) < openMilliseconds) {
    cache.empty();
    first.push_back(openOnce(source, dataset));
    again.push_back(openOnce(source, dataset));
  }
  const data::DatasetInfo& info = dataset->info();
  Random random(1);
  std::vector<std::int64_t> rows(kBatch);
  std::vector<float> values(kBatch * static_cast<std::size_t>(info.shape.size()));
  const auto readBegin = Clock::now();
  while (batches.size() < kLeastRounds ||
         millisecondsSince(readBegin) < 1000.0 * options.seconds * kReadShare) {
    for (std::int64_t& row : rows)
      row = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(info.count)));
    const auto batchBegin = Clock::now();
    dataset->read(rows, values);
    batches.push_back(millisecondsSince(batchBegin));
  }
  return {{"open_first_p50", percentile(first, 0.5), "ms"},
          {"open_again_p50", percentile(again, 0.5), "ms"},
          {"read_batch_128_p50", percentile(batches, 0.5), "ms"},
          {"samples", static_cast<double>(info.count), "rows"},
          {"memory", static_cast<double>(info.memoryBytes) / 1e6, "MB"}};
}

}  // namespace latlas::cli
