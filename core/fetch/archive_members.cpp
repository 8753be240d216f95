#include "core/fetch/archive_members.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <set>
#include <string>
#include <system_error>

#include "core/base/error.h"
#include "core/fetch/part_file.h"

namespace latlas::fetch {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;  // bytes read at once
// How much larger than the archive its members may be: what is kept of published archives is packed
// already, and a hostile one shall not fill the disk.
constexpr std::int64_t kMostGrowth = 64;

struct Closing {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

class Extraction {
 public:
  Extraction(const std::filesystem::path& file, std::span<const KeptMember> members,
             const std::filesystem::path& folder, Meter& meter)
      : file_(file),
        members_(members),
        folder_(folder),
        meter_(meter),
        reader_(archive_read_new()) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    room_ = unknown ? 0 : static_cast<std::int64_t>(size) * kMostGrowth;
  }

  void run() {
    archive_read_support_format_zip(reader_.get());
    archive_read_support_format_tar(reader_.get());
    archive_read_support_filter_all(reader_.get());
    require(archive_read_open_filename(reader_.get(), file_.c_str(), kBlock));
    archive_entry* entry = nullptr;
    while (missing() && nextHeader(entry))
      if (const KeptMember* member = wanted(archive_entry_pathname(entry))) extract(*member, entry);
    for (const KeptMember& member : members_)
      if (!done_.contains(member.name))
        throw fault("the member " + member.member, "none of this name");
  }

 private:
  bool missing() const { return done_.size() < members_.size(); }

  bool nextHeader(archive_entry*& entry) {
    meter_.say("unpacking", archive_filter_bytes(reader_.get(), -1));
    const int code = archive_read_next_header(reader_.get(), &entry);
    if (code == ARCHIVE_EOF) return false;
    require(code);
    return true;
  }

  const KeptMember* wanted(const char* path) const {
    for (const KeptMember& member : members_)
      if (path && member.member == path) return &member;
    return nullptr;
  }

  void extract(const KeptMember& member, archive_entry* entry) {
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
      throw fault("a plain file as " + member.member, "something else");
    PartFile part(folder_ / member.name);
    part.restart();
    try {
      copyTo(part);
      const auto nothing = [](std::int64_t) {};
      const Checksum found = checksumOf(part.path(), member.checksum.digest, nothing);
      if (found != member.checksum)
        throw fault(member.member + " with " + toString(member.checksum), toString(found));
    } catch (...) {
      part.restart();
      throw;
    }
    part.finish();
    done_.insert(member.name);
  }

  void copyTo(PartFile& part) {
    const void* bytes = nullptr;
    std::size_t count = 0;
    la_int64_t at = 0;
    for (;;) {
      meter_.say("unpacking", archive_filter_bytes(reader_.get(), -1));
      const int code = archive_read_data_block(reader_.get(), &bytes, &count, &at);
      if (code == ARCHIVE_EOF) return;
      require(code);
      room_ -= static_cast<std::int64_t>(count);
      if (at != part.size()) throw fault("members without holes", "one with a hole");
      if (room_ < 0)
        throw fault("at most " + std::to_string(kMostGrowth) + " times its length", "more");
      part.append({static_cast<const std::uint8_t*>(bytes), count});
    }
  }

  void require(int code) const {
    if (code >= ARCHIVE_WARN) return;
    const char* why = archive_error_string(reader_.get());
    throw fault("an archive", why ? why : "something else");
  }

  Error fault(const std::string& expected, const std::string& found) const {
    return fileError(file_, {"", expected, found, "Delete it and download it again"});
  }

  const std::filesystem::path& file_;
  std::span<const KeptMember> members_;
  const std::filesystem::path& folder_;
  Meter& meter_;
  std::unique_ptr<archive, Closing> reader_;
  std::int64_t room_ = 0;  // bytes that may still be written
  std::set<std::string> done_;
};

}  // namespace

void extractMembers(const std::filesystem::path& archive, std::span<const KeptMember> members,
                    const std::filesystem::path& folder, Meter& meter) {
  Extraction(archive, members, folder, meter).run();
}

}  // namespace latlas::fetch
