// One small dataset of each format, and what the window says of it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace latlas::test {

struct DatasetFile {
  std::string name;    // in the folder they were written to; "builtin:..." needs none
  std::string format;  // as the Data panel says
  int count = 0;       // no two are alike
  std::string shape;
  int classes = 0;
  bool asks = false;  // the window asks how before it opens it
  // More that the unfolded Data panel says: a label and its value.
  std::vector<std::pair<std::string, std::string>> says{};
};

// Writes them; the folder is made.
std::vector<DatasetFile> writeDatasetFiles(const std::filesystem::path& folder);

}  // namespace latlas::test
