#include "app/dataset/open_preview.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::app {
namespace {

// Beyond these, opening is long or takes much of a laptop's memory.
constexpr std::uint64_t kLargeBytes = 256'000'000;
constexpr std::int64_t kLargeCount = 200'000;

void readFew(const std::string& source, const data::OpenOptions& options, OpenPreview& preview,
             Progress& progress) {
  data::OpenOptions few = options;
  few.subset = options.subset > 0 ? std::min(options.subset, kPreviewSamples) : kPreviewSamples;
  const data::DatasetPtr dataset = data::open(source, few, progress, preview.survey->reading);
  const data::DatasetInfo& info = dataset->info();
  std::vector<std::int64_t> rows(static_cast<std::size_t>(std::min(info.count, kPreviewSamples)));
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  std::vector<float> values(rows.size() * static_cast<std::size_t>(info.shape.size()));
  dataset->read(rows, values);
  preview.shape = info.shape;
  preview.images = data::toImages(values, info.shape);
  if (info.shape.kind == data::Kind::vectors) preview.values = std::move(values);
}

}  // namespace

OpenPreview previewOf(const std::string& source, const data::OpenOptions& options,
                      const data::ReadingPtr& reading, Progress& progress) {
  OpenPreview preview;
  preview.options = options;
  preview.memoryAllowed = data::memoryAllowed(options);
  try {
    preview.survey = data::survey(source, options, progress, reading);
    preview.problem = preview.survey->question;
    if (preview.problem.empty()) readFew(source, options, preview, progress);
  } catch (const Error& error) {
    preview.problem = error.what();
    preview.shape.reset();
  }
  return preview;
}

bool mustAsk(const data::Survey& survey) {
  const bool isLarge = survey.bytes > kLargeBytes || survey.count > kLargeCount;
  return isLarge || !survey.question.empty() || survey.isGuess;
}

}  // namespace latlas::app
