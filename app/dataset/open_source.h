// Reads what the user wants to open: a dataset, or a run with its data and the runs kept beside it.
// Threading: on a job.
#pragma once

#include <optional>
#include <string>

#include "app/session/opened.h"
#include "core/base/job.h"
#include "core/data/open.h"

namespace latlas::app {

// What came of it: one of the two.
struct OpenedOrQuestion {
  std::optional<Opened> opened;
  std::optional<data::Survey> question;  // to be answered before it is opened
};

// Reads a dataset or a RUN folder. `mayAsk`: a dataset that leaves much to choose (mustAsk) is
// surveyed and not opened. `reading`: of a survey before, or null. Throws Error and Cancelled.
OpenedOrQuestion openSource(const std::string& source, const data::OpenOptions& options,
                            bool mayAsk, data::ReadingPtr reading, Progress& progress);

}  // namespace latlas::app
