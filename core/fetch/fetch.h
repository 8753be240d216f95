// A dataset of the catalogue as a folder on this machine.
// Threading: fetchEntry() blocks its thread; it is made for a Job.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/job.h"
#include "core/fetch/catalogue.h"
#include "core/fetch/fetch_options.h"

namespace latlas::fetch {

// Where a dataset is kept: userDataFolder()/datasets/KEY.
std::filesystem::path datasetFolder(const CatalogueEntry& entry);

// What to open: the dataset's one file, or its folder when it has several.
std::filesystem::path pathToOpen(const CatalogueEntry& entry, const std::filesystem::path& folder);

struct Presence {
  bool isHere = false;    // all files, each verified when it came
  double fraction = 0.0;  // of the bytes, also those of broken downloads; in [0, 1]
};
// By names and lengths, without reading the files.
Presence presenceOf(const CatalogueEntry& entry, const std::filesystem::path& folder);

struct Fetched {
  std::filesystem::path folder;
  std::filesystem::path path;  // pathToOpen()
  std::int64_t bytes = 0;      // of the files that are kept
  std::int64_t received = 0;   // over the network, this time
  double seconds = 0.0;
  bool resumed = false;  // an interrupted download went on
};

// Downloads what is missing, checks all of it, unpacks what the catalogue keeps of archives. Throws
// Error and Cancelled as downloadFile() and extractMembers() do; what has come stays for the next
// time.
Fetched fetchEntry(const CatalogueEntry& entry, const std::filesystem::path& folder,
                   const FetchOptions& options, Progress& progress);

}  // namespace latlas::fetch
