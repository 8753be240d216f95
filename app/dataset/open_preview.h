// What a source would be, before it is opened: for the dialog that asks how to open it.
// Threading: previewOf() on a job; the value is immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open.h"

namespace latlas::app {

struct OpenPreview {
  data::OpenOptions options;           // that were asked for
  std::optional<data::Survey> survey;  // none: `problem` says why
  // Of some samples, opened like this; none: `problem` says why.
  std::optional<data::Shape> shape;
  data::Images images;        // of them; of vectors their charts
  std::vector<float> values;  // of vectors: [few, D], standardized over the few
  std::string problem;
  std::uint64_t memoryAllowed = 0;  // bytes; a larger dataset is read from disk as needed
};

// Samples in a preview.
inline constexpr std::int64_t kPreviewSamples = 12;

// `reading`: of a survey before, or null; the preview's survey has the newest. Throws Cancelled; what
// else goes wrong is the preview's problem.
OpenPreview previewOf(const std::string& source, const data::OpenOptions& options,
                      const data::ReadingPtr& reading, Progress& progress);

// Whether a source is so large, or leaves so much to choose, that the user is asked first.
bool mustAsk(const data::Survey& survey);

}  // namespace latlas::app
