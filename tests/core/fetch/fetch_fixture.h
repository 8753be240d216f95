// A loopback server with one file on it, and a download of it into a folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/job.h"
#include "core/fetch/download.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temporary_folder.h"

namespace latlas::fetch {

// `count` bytes that differ from place to place.
std::string someBytes(std::size_t count, unsigned seed = 1);
Checksum checksumOf(const std::string& bytes);

class FetchTest : public testing::Test {
 protected:
  FetchTest() { options.retryDelay = 0.001; }

  // The file as the catalogue publishes it, from these paths of the server.
  CatalogueFile published(const std::string& bytes, const std::vector<std::string>& paths) const;
  Downloaded download(const CatalogueFile& file);
  // What it is refused with; "none" when it is not.
  std::string complaintOf(const CatalogueFile& file);
  // The message says each of `parts`.
  static testing::AssertionResult says(const std::string& message,
                                       const std::vector<std::string>& parts);
  // Names in the folder, sorted.
  std::vector<std::string> filesThere() const;
  std::string textOf(const std::string& name) const { return readText(folder / name); }

  const std::string body = someBytes(1000);
  test::LoopbackServer server;
  test::TemporaryFolder folder;
  FetchOptions options;
  Progress progress;
};

}  // namespace latlas::fetch
