#include "core/fetch/download.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/fetch/part_file.h"
#include "core/fetch/transfer.h"

namespace latlas::fetch {
namespace {

namespace fs = std::filesystem;

constexpr auto kLook = std::chrono::milliseconds(20);  // a cancel is noticed within this

void waitFor(double seconds, Meter& meter) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (std::chrono::steady_clock::now() < end) {
    meter.look();
    std::this_thread::sleep_for(kLook);
  }
}

class FileDownload {
 public:
  FileDownload(const CatalogueFile& file, const fs::path& folder, const FetchOptions& options,
               Meter& meter)
      : file_(file), options_(options), meter_(meter), part_(folder / file.name) {
    isMixed_ = part_.size() > 0;
    if (file.bytesAreExact && part_.size() > file.bytes) part_.restart();
    requireRoom();
  }

  Downloaded run() {
    for (const std::string& url : file_.urls)
      if (tryAddress(url)) return downloaded_;
    throw fail();
  }

 private:
  void requireRoom() {
    std::error_code unknown;
    const auto room = fs::space(part_.path(), unknown).available;
    const auto needed =
        static_cast<std::uintmax_t>(std::max<std::int64_t>(0, file_.bytes - part_.size()));
    if (!unknown && room < needed)
      throw fileError(part_.target(),
                      {"", std::to_string(needed) + " bytes of free space", std::to_string(room),
                       "Make room, or choose another folder"});
  }

  bool isAllThere() const { return file_.bytesAreExact && part_.size() == file_.bytes; }

  // Whether the file is there now, under its final name.
  bool tryAddress(const std::string& url) {
    std::int64_t most = part_.size();
    for (int failures = 0;;) {
      TransferResult result;
      if (!isAllThere()) {
        if (part_.size() == 0) isMixed_ = false;
        result = transfer({url, file_.bytes, file_.bytesAreExact}, options_, part_, meter_);
        downloaded_.received += result.received;
        downloaded_.resumed |= result.resumed;
      }
      if (result.end == TransferEnd::complete) {
        const bool mayBeOldBytes = isMixed_;
        if (verify(url)) return true;
        if (mayBeOldBytes) continue;
        return false;
      }
      // As long as more comes than ever before it is worth going on.
      failures = part_.size() > most ? 1 : failures + 1;
      most = std::max(most, part_.size());
      if (result.end == TransferEnd::refused || failures >= options_.attempts) {
        complaints_.push_back(url + ": " + result.why);
        // The next address goes on from here, and may have other bytes.
        isMixed_ = part_.size() > 0;
        return false;
      }
      waitFor(options_.retryDelay * (1 << std::min(failures - 1, 10)), meter_);
    }
  }

  bool verify(const std::string& url) {
    const Checksum found = checksumOf(part_.path(), file_.checksum.digest,
                                      [this](std::int64_t at) { meter_.say("checking", at); });
    if (found == file_.checksum) {
      part_.finish();
      return true;
    }
    part_.restart();
    if (!std::exchange(isMixed_, false)) complaints_.push_back(url + ": " + toString(found));
    return false;
  }

  Error fail() const {
    std::string found;
    for (const std::string& complaint : complaints_)
      found += (found.empty() ? "" : "; ") + complaint;
    return fileError(part_.target(),
                     {"",
                      std::string(file_.bytesAreExact ? "" : "about ") +
                          std::to_string(file_.bytes) + " bytes with " + toString(file_.checksum),
                      found,
                      part_.size() > 0
                          ? "Check the connection and try again; it goes on from what has come"
                          : "Check the connection and try again later"});
  }

  const CatalogueFile& file_;
  const FetchOptions& options_;
  Meter& meter_;
  PartFile part_;
  // Bytes of an earlier time or another address are in the part: when the checksum is wrong, they
  // may be to blame.
  bool isMixed_ = false;
  Downloaded downloaded_;
  std::vector<std::string> complaints_;  // what each address had instead
};

}  // namespace

bool isVerified(const fs::path& file, const CatalogueFile& published, Meter& meter) {
  std::error_code missing;
  const auto size = fs::file_size(file, missing);
  if (missing || (published.bytesAreExact && size != static_cast<std::uintmax_t>(published.bytes)))
    return false;
  return checksumOf(file, published.checksum.digest,
                    [&](std::int64_t at) { meter.say("checking", at); }) == published.checksum;
}

Downloaded downloadFile(const CatalogueFile& file, const fs::path& folder,
                        const FetchOptions& options, Meter& meter) {
  if (isVerified(folder / file.name, file, meter)) return {};
  return FileDownload(file, folder, options, meter).run();
}

}  // namespace latlas::fetch
