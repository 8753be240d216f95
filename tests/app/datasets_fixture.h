// A catalogue of one small dataset on a loopback server, as a file that LATLAS_CATALOGUE can name.
#pragma once

#include <filesystem>
#include <string>

#include "tests/support/loopback_server.h"
#include "tests/support/temporary_folder.h"

namespace latlas::test {

// "tiny": 64 grey images of 8 x 8 with four classes, as two IDX files: images and labels.
class TinyDatasetServer {
 public:
  TinyDatasetServer();

  LoopbackServer server;
  // How the images are sent; changed and put anew by tests.
  Resource images;
  static constexpr const char* kImages = "/train-images-idx3-ubyte";

  std::filesystem::path catalogue() const { return folder_ / "catalogue.json"; }
  std::int64_t bytes() const { return bytes_; }

 private:
  TemporaryFolder folder_;
  std::int64_t bytes_ = 0;
};

}  // namespace latlas::test
