// What the window knows of the datasets that can be downloaded. Data only.
// Threading: UI thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/fetch/fetch.h"

namespace latlas::app {

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

struct DatasetsState {
  bool isOpen = false;  // the dialog
  std::shared_ptr<const fetch::Catalogue> catalogue;  // null until it was read
  std::string failure;                                // why it could not be
  std::map<std::string, DatasetStatus> status;        // by key
  std::string selected;                               // a key; empty: the first
};

}  // namespace latlas::app
