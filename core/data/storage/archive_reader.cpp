#include "core/data/storage/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string_view>
#include <utility>

#include "core/data/storage/unpack_limit.h"

namespace latlas::data {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 18, kLookBlockBytes = std::size_t{1} << 14;
// After a damaged entry a ZIP is read anew up to it.
constexpr int kMostRestarts = 50;

bool beginsWith(std::span<const std::uint8_t> head, std::string_view magic) {
  return head.size() >= magic.size() &&
         std::equal(magic.begin(), magic.end(), head.begin(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

// The sum of a header's bytes, its own field taken as spaces, stands in it as octal digits. Older
// tars have no other mark.
bool hasTarSum(std::span<const std::uint8_t> head) {
  constexpr std::size_t kHeader = 512, kSumAt = 148, kSumEnd = 156;
  if (head.size() < kHeader) return false;
  unsigned long sum = 0;
  std::string digits;
  for (std::size_t i = 0; i < kHeader; ++i) {
    const bool isSum = i >= kSumAt && i < kSumEnd;
    sum += isSum ? ' ' : head[i];
    if (isSum) digits += static_cast<char>(head[i]);
  }
  char* end = nullptr;
  const unsigned long stored = std::strtoul(digits.c_str(), &end, 8);
  return end != digits.c_str() && stored == sum;
}

// libarchive gives a name only in the encoding of this thread's locale, and none at all when the
// name has letters that the plain "C" locale lacks.
class Utf8Names {
 public:
  Utf8Names() : before_(::uselocale(utf8())) {}
  ~Utf8Names() { ::uselocale(before_); }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  // (locale_t)0 where there is none: uselocale() then changes nothing.
  static locale_t utf8() {
    static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
  }

  const locale_t before_;
};

}  // namespace

std::string archiveKind(std::span<const std::uint8_t> head) {
  using namespace std::string_view_literals;
  struct Magic {
    std::string_view bytes;
    const char* kind;
  };
  static constexpr Magic kMagic[]{
      {"PK\x03\x04"sv, "ZIP"}, {"PK\x05\x06"sv, "ZIP"},        {"\x1f\x8b"sv, "TAR, gzipped"},
      {"BZh"sv, "TAR, bzip2"}, {"\xfd\x37zXZ\0"sv, "TAR, xz"}, {"\x28\xb5\x2f\xfd"sv, "TAR, zstd"}};
  for (const Magic& magic : kMagic)
    if (beginsWith(head, magic.bytes)) return magic.kind;
  return hasTarSum(head) ? "TAR" : "";
}

// libarchive is C: nothing may be thrown through it, so what is thrown waits until it has returned.
struct ArchiveReader::Callbacks {
  static la_ssize_t read(archive*, void* context, const void** block) {
    auto& self = *static_cast<ArchiveReader*>(context);
    const std::uint64_t most = self.settings_.mostBytes;
    if (most != 0 && self.taken_ >= most) return 0;
    try {
      const std::uint64_t size = self.bytes_->size();
      if (self.settings_.onBlock)
        self.settings_.onBlock(static_cast<double>(self.at_) /
                               static_cast<double>(std::max<std::uint64_t>(size, 1)));
      const auto count = static_cast<std::size_t>(
          std::min<std::uint64_t>(self.block_.size(), size - std::min(size, self.at_)));
      self.bytes_->read(self.at_, std::span(self.block_).first(count));
      self.at_ += count;
      self.taken_ += count;
      *block = self.block_.data();
      return static_cast<la_ssize_t>(count);
    } catch (...) {
      self.thrown_ = std::current_exception();
      return ARCHIVE_FATAL;
    }
  }

  static la_int64_t skip(archive*, void* context, la_int64_t count) {
    auto& self = *static_cast<ArchiveReader*>(context);
    const std::uint64_t left = self.bytes_->size() - std::min(self.bytes_->size(), self.at_);
    const auto skipped = std::min(left, static_cast<std::uint64_t>(std::max<la_int64_t>(count, 0)));
    self.at_ += skipped;
    return static_cast<la_int64_t>(skipped);
  }

  static la_int64_t seek(archive*, void* context, la_int64_t offset, int whence) {
    auto& self = *static_cast<ArchiveReader*>(context);
    const auto size = static_cast<la_int64_t>(self.bytes_->size());
    const la_int64_t base = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? static_cast<la_int64_t>(self.at_)
                                                 : size;
    if (offset < -base || offset > size - base) return ARCHIVE_FATAL;
    self.at_ = static_cast<std::uint64_t>(base + offset);
    return base + offset;
  }
};

void ArchiveReader::Free::operator()(archive* reader) const { archive_read_free(reader); }

ArchiveReader::ArchiveReader(BytesPtr bytes, std::filesystem::path path, ArchiveSettings settings)
    : bytes_(std::move(bytes)), path_(std::move(path)), settings_(std::move(settings)) {
  block_.resize(settings_.mostBytes ? kLookBlockBytes : kBlockBytes);
  begin();
}

ArchiveReader::~ArchiveReader() = default;

void ArchiveReader::begin() {
  reader_.reset(archive_read_new());
  if (!reader_) throw std::bad_alloc();
  at_ = 0;
  isLost_ = false;
  archive* const reader = reader_.get();
  archive_read_support_format_tar(reader);
  // Only the directory at its end knows all of a ZIP; a look has no time to go there.
  if (settings_.mostBytes)
    archive_read_support_format_zip_streamable(reader);
  else
    archive_read_support_format_zip_seekable(reader);
  // For a library that it was built without, libarchive would start a program.
  if (archive_zlib_version()) archive_read_support_filter_gzip(reader);
  if (archive_bzlib_version()) archive_read_support_filter_bzip2(reader);
  if (archive_liblzma_version()) archive_read_support_filter_xz(reader);
  if (archive_libzstd_version()) archive_read_support_filter_zstd(reader);
  archive_read_set_callback_data(reader, this);
  archive_read_set_read_callback(reader, Callbacks::read);
  archive_read_set_skip_callback(reader, Callbacks::skip);
  archive_read_set_seek_callback(reader, Callbacks::seek);
  if (archive_read_open1(reader) != ARCHIVE_OK) fail("a ZIP or TAR archive");
  constexpr int kMostFilters = 2;  // a compression, and reading itself
  if (archive_filter_count(reader) > kMostFilters)
    throw fileError(path_, {"", "a TAR that is compressed once", "compressed more than once",
                            "Unpack it once"});
}

std::optional<ArchiveEntry> ArchiveReader::next() {
  // What is left of a file in a compressed TAR is unpacked too, to be passed over.
  if (archive_filter_count(reader_.get()) > 1) requireAllowed(unpacked() + declared_);
  if (isLost_) {
    if (++restarts_ > kMostRestarts)
      throw fileError(path_, {"", "at most " + std::to_string(kMostRestarts) + " damaged files",
                              "more", "Download it again"});
    begin();
    for (std::int64_t i = 0; i < entries_; ++i) step();
  }
  auto entry = step();
  if (!entry) return entry;
  ++entries_;
  declared_ = static_cast<std::uint64_t>(std::max<std::int64_t>(entry->size, 0));
  requireAllowed(unpacked());
  return entry;
}

std::optional<ArchiveEntry> ArchiveReader::step() {
  const Utf8Names names;
  archive_entry* found = nullptr;
  const int code = archive_read_next_header(reader_.get(), &found);
  passOn();
  if (code == ARCHIVE_EOF) return std::nullopt;
  if (code < ARCHIVE_WARN) fail("a whole ZIP or TAR archive");
  ArchiveEntry entry;
  if (const char* name = archive_entry_pathname_utf8(found))
    entry.name = name;
  else if (const char* raw = archive_entry_pathname(found))
    entry.name = raw;
  else
    entry.name = "entry " + std::to_string(entries_ + 1);
  if (archive_entry_size_is_set(found))
    entry.size = std::max<la_int64_t>(archive_entry_size(found), -1);
  entry.isFolder = archive_entry_filetype(found) == AE_IFDIR;
  entry.isLink = archive_entry_hardlink(found) ||
                 (!entry.isFolder && archive_entry_filetype(found) != AE_IFREG);
  entry.isEncrypted = archive_entry_is_data_encrypted(found) != 0;
  return entry;
}

std::size_t ArchiveReader::read(std::span<std::uint8_t> bytes) {
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const la_ssize_t count =
        archive_read_data(reader_.get(), bytes.data() + filled, bytes.size() - filled);
    passOn();
    if (count == 0) break;
    if (count < 0) failEntry(static_cast<int>(count));
    filled += static_cast<std::size_t>(count);
    given_ += static_cast<std::uint64_t>(count);
    declared_ -= std::min(declared_, static_cast<std::uint64_t>(count));
    requireAllowed(unpacked());
  }
  return filled;
}

void ArchiveReader::requireAllowed(std::uint64_t bytes) const {
  requireUnpackAllowed(path_, bytes_->size(), bytes, settings_.unpackLimit, settings_.unpackRatio);
}

bool ArchiveReader::isZip() const {
  return (archive_format(reader_.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

// What came out, whether as files or, of a compressed TAR, all that was passed over too.
std::uint64_t ArchiveReader::unpacked() const {
  if (archive_filter_count(reader_.get()) <= 1) return given_;
  const la_int64_t filtered = archive_filter_bytes(reader_.get(), 0);
  return std::max(given_, static_cast<std::uint64_t>(std::max<la_int64_t>(filtered, 0)));
}

void ArchiveReader::passOn() {
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

std::string ArchiveReader::reason() const {
  const char* why = archive_error_string(reader_.get());
  std::string text = why && *why ? why : "something else";
  while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
  return text;
}

void ArchiveReader::fail(const std::string& expected) {
  passOn();
  throw fileError(path_, {entries_ > 0 ? "entry " + std::to_string(entries_ + 1) : "", expected,
                          reason(), "Download or pack it again"});
}

// A TAR is one stream: what follows a damaged place is lost.
void ArchiveReader::failEntry(int code) {
  if (!isZip()) fail("a whole TAR archive");
  isLost_ = code == ARCHIVE_FATAL;
  throw EntryFault("damaged: " + reason());
}

}  // namespace latlas::data
