#include "core/fetch/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json_text.h"

namespace latlas::fetch {
namespace {

constexpr std::uint64_t kMostOriginBytes = 1 << 16;

std::filesystem::path withSuffix(const std::filesystem::path& path, const char* suffix) {
  return path.string() + suffix;
}

}  // namespace

std::filesystem::path partOf(const std::filesystem::path& target) {
  return withSuffix(target, ".part");
}

PartFile::PartFile(std::filesystem::path target)
    : target_(std::move(target)), part_(partOf(target_)), from_(withSuffix(part_, ".from")) {
  std::error_code status;
  std::filesystem::create_directories(target_.parent_path(), status);
  if (status) fail("to write into the folder", status.value());
  descriptor_ = ::open(part_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail("to write", errno);
  // Where the file system has no locks, two at once are found by the checksum.
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(descriptor_);
    throw fileError(target_, {"", "to download it", "another Latlas that does already",
                              "Wait for it, or close it"});
  }
  const off_t end = ::lseek(descriptor_, 0, SEEK_END);
  if (end < 0) {
    const int reason = errno;
    ::close(descriptor_);
    fail("to write", reason);
  }
  size_ = end;
}

PartFile::~PartFile() {
  std::error_code ignored;
  if (size_ == 0) {
    std::filesystem::remove(part_, ignored);
    std::filesystem::remove(from_, ignored);
  }
  ::close(descriptor_);
}

Origin PartFile::origin() const {
  try {
    const auto bytes = readFile(from_, kMostOriginBytes);
    const auto json =
        parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, {from_});
    const JsonFields fields(json, from_);
    return {fields.text("url"), fields.text("version")};
  } catch (const Error&) {
    return {};  // the checksum has the last word in any case
  }
}

void PartFile::append(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("to write " + std::to_string(bytes.size()) + " bytes more", errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    size_ += written;
  }
}

void PartFile::restart() {
  if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0)
    fail("to begin anew", errno);
  size_ = 0;
  std::error_code ignored;
  std::filesystem::remove(from_, ignored);
}

void PartFile::setOrigin(const Origin& origin) {
  const nlohmann::json json{{"url", origin.url}, {"version", origin.version}};
  writeFileAtomically(from_,
                      json.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n");
}

void PartFile::finish() {
  if (::fsync(descriptor_) != 0) fail("to write", errno);
  if (::rename(part_.c_str(), target_.c_str()) != 0) fail("to give it its name", errno);
  std::error_code ignored;
  std::filesystem::remove(from_, ignored);
}

void PartFile::fail(const std::string& doing, int reason) const {
  throw fileError(target_, {"", doing, std::strerror(reason),
                            "Check that the folder is writable and has room, or choose another"});
}

}  // namespace latlas::fetch
