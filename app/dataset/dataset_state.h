// What the window knows of data: the sheet of samples, a source that is being opened, and the
// datasets that can be downloaded. Data only.
// Threading: UI thread; pages, previews and summaries are immutable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/dataset/data_summary.h"
#include "app/dataset/open_preview.h"
#include "app/dataset/sheet_reader.h"
#include "core/fetch/fetch.h"

namespace latlas::app {

// The Data panel's scrolling sheet of samples.
struct SheetState {
  data::RowFilter filter;
  std::int64_t first = 0;  // place of the first one shown among the rows that pass the filter
  int visibleCount = 0;    // how many the panel has room for
  std::shared_ptr<const SheetPage> page;  // the newest read; of an older filter while one is sought
  bool focusSearch = false;               // the search field takes the keyboard
};

struct OpenProgress {
  std::string source;
  double fraction = -1.0;
  std::string what;
};

// The question how a source is to be opened.
struct OpenQuestion {
  std::string source;
  data::OpenOptions options;                   // as chosen so far
  std::optional<data::Survey> survey;          // the newest; none: not known yet
  std::shared_ptr<const OpenPreview> preview;  // the newest; of older options while one is made
  std::optional<OpenProgress> looking;         // while one is made
};

struct DownloadProgress {
  double fraction = -1.0;  // in [0, 1]; negative: not known yet
  std::string what;        // "3.1 of 11.6 MB, 1.2 MB/s"
};

struct DatasetStatus {
  fetch::Presence presence;
  std::filesystem::path path;                // what to open when it is here
  std::optional<DownloadProgress> download;  // while it runs
  std::string failure;                       // why the last download ended
};

// The catalogue of datasets to download.
struct DatasetsState {
  bool isOpen = false;                                // the dialog
  std::shared_ptr<const fetch::Catalogue> catalogue;  // null until it was read
  std::string failure;                                // why it could not be
  std::map<std::string, DatasetStatus> status;        // by key
  std::string selected;                               // a key; empty: the first
};

}  // namespace latlas::app
