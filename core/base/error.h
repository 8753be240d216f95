// The one exception type of Latlas. Inside a thread errors are thrown; at a thread's border they
// become values (see Failure) that the window shows once.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace latlas {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What a complaint about a file says, each part a short phrase without a full stop.
struct FileFault {
  std::string where;     // "offset 8", "row 12"; empty when the whole file is meant
  std::string expected;  // "a 4-byte IDX magic"
  std::string found;     // "2 bytes"
  std::string remedy;    // what the user can do: "Download the file again"
};

// "PATH, at WHERE: expected EXPECTED, found FOUND. REMEDY."
Error fileError(const std::filesystem::path& path, const FileFault& fault);

// A failure on a worker, as it crosses to another thread.
struct Failure {
  std::string task;     // behind "Could not": "open /data/mnist"
  std::string message;  // Error::what()
};

}  // namespace latlas
