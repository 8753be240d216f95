// What a folder holds, for the file browser.
// Threading: pure, on a job.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job.h"

namespace latlas::ui {

struct FolderEntry {
  std::string name;
  bool isFolder = false;
};

struct FolderListing {
  std::filesystem::path folder;
  std::vector<FolderEntry> entries;  // folders first, then by name without regard to case
  std::string error;                 // why it cannot be listed; empty when it was
};

// Hidden entries (their name begins with a dot) are left out. Throws Cancelled.
FolderListing listFolder(const std::filesystem::path& folder, Progress& progress);

// "~" and "~/x" as the user's home; a path without a folder is under `base`.
std::filesystem::path absolutePath(std::string typed, const std::filesystem::path& base);

// $HOME, or the root where there is none.
std::filesystem::path homeFolder();

}  // namespace latlas::ui
