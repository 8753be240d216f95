#include "core/data/image_set/archive_images.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <numeric>
#include <thread>
#include <utility>

#include "core/base/bounded_queue.h"
#include "core/base/error.h"
#include "core/data/pictures/image_header.h"
#include "core/data/place.h"

namespace latlas::data {
namespace {

// What may wait to be decoded.
constexpr std::uint64_t kWaitingBytes = std::uint64_t{64} << 20;
constexpr std::size_t kPieceBytes = std::size_t{1} << 16;

struct Unpacked {
  std::size_t index = 0;
  std::vector<std::uint8_t> bytes;
  std::string fault;
};

// The whole entry. Its memory grows with what comes, not with what was promised.
void unpack(ArchiveReader& reader, std::int64_t declared, std::uint64_t most, Unpacked& file) {
  // A small file that is as long as it was declared takes its own length of memory.
  const bool isSmall = declared >= 0 && declared < std::int64_t{kPieceBytes};
  std::size_t piece = isSmall ? static_cast<std::size_t>(declared) + 1 : kPieceBytes;
  try {
    for (std::size_t size = 0;;) {
      file.bytes.resize(size + piece);
      const std::size_t count = reader.read(std::span(file.bytes).subspan(size));
      size += count;
      file.bytes.resize(size);
      if (count < piece) return;
      piece = kPieceBytes;
      if (size <= most) continue;
      file.fault = "more than " + std::to_string(most) + " bytes";
      break;
    }
  } catch (const EntryFault& fault) {
    file.fault = fault.what();
  }
  file.bytes = {};
}

// Calls `produce(push)` in this thread and `use` in as many others as there are cores.
template <class Produce, class Use>
void decodeBeside(const Produce& produce, const Use& use) {
  BoundedQueue<Unpacked> queue(kWaitingBytes);
  const std::size_t workers = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::exception_ptr> faults(workers);
  std::exception_ptr own;
  {
    std::vector<std::jthread> threads;
    try {
      for (std::size_t worker = 0; worker < workers; ++worker)
        threads.emplace_back([&, worker] {
          try {
            while (const auto file = queue.pop()) use(*file);
          } catch (...) {
            faults[worker] = std::current_exception();
            queue.abandon();
          }
        });
      produce([&](Unpacked file) {
        const std::uint64_t weight = file.bytes.capacity() + sizeof file;
        return queue.push(std::move(file), weight);
      });
      queue.close();
    } catch (...) {
      own = std::current_exception();
      queue.abandon();
    }
  }
  for (const std::exception_ptr& fault : faults)
    if (fault) std::rethrow_exception(fault);
  if (own) std::rethrow_exception(own);
}

// As when it is unpacked, the later of two files of one name replaces the earlier.
void dropReplaced(ImageList& list) {
  std::vector<std::size_t> order(list.images.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return list.images[a].name < list.images[b].name;
  });
  std::vector<bool> isReplaced(order.size(), false);
  for (std::size_t i = 1; i < order.size(); ++i)
    isReplaced[order[i - 1]] = list.images[order[i - 1]].name == list.images[order[i]].name;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < isReplaced.size(); ++i) {
    if (isReplaced[i])
      list.skipped.push_back({list.images[i].name, "a later file in the archive has its name"});
    else if (kept++ != i)
      list.images[kept - 1] = std::move(list.images[i]);
  }
  list.images.resize(kept);
}

}  // namespace

EntryName tidyEntryName(const std::string& stored) {
  EntryName tidy;
  std::string name = stored;
  // Some programs for Windows write their own separator.
  if (name.find('/') == std::string::npos) std::replace(name.begin(), name.end(), '\\', '/');
  const bool hasDrive =
      name.size() >= 2 && name[1] == ':' && std::isalpha(static_cast<unsigned char>(name[0]));
  if (name.starts_with('/') || hasDrive)
    tidy.fault = "an absolute path, as no archive of images needs";
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    const std::string part = name.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..")
      tidy.fault = "a path that leads out of the archive";
    else if (isHiddenName(part))
      tidy.isHidden = true;
    tidy.name += (tidy.name.empty() ? "" : "/") + part;
  }
  if (tidy.name.empty()) tidy.isHidden = true;
  return tidy;
}

ArchiveImages::ArchiveImages(BytesPtr bytes, std::filesystem::path path, const OpenOptions& options)
    : bytes_(std::move(bytes)), path_(std::move(path)), options_(options) {}

std::string ArchiveImages::kind() const {
  std::vector<std::uint8_t> head(
      static_cast<std::size_t>(std::min<std::uint64_t>(kHeadBytes, bytes_->size())));
  bytes_->read(0, head);
  std::string kind = archiveKind(head);
  return kind.insert(std::min<std::size_t>(3, kind.size()), " of images");
}

ArchiveReader ArchiveImages::reader(const ProgressPart& part) const {
  return {bytes_, path_, {options_.unpackLimit, options_.unpackRatio, 0, [part](double done) {
                            part.progress.report(part.from + (part.to - part.from) * done,
                                                 part.what);
                          }}};
}

ImageList ArchiveImages::list(Progress& progress) {
  ArchiveReader entries = reader({progress, 0.0, kListShare, "looking into the archive"});
  ImageList list;
  std::uint64_t number = 0, declared = 0;
  for (; const auto entry = entries.next(); ++number) {
    EntryName tidy = tidyEntryName(entry->name);
    if (entry->isFolder || tidy.isHidden) continue;
    ++list.fileCount;
    const bool isPromised = hasImageEnding(tidy.name);
    if (!tidy.fault.empty()) {
      list.skipped.push_back({entry->name, std::move(tidy.fault)});
      continue;
    }
    if (entry->isLink) {
      if (isPromised) list.skipped.push_back({std::move(tidy.name), "a link in an archive"});
      continue;
    }
    if (hasTextEnding(tidy.name)) continue;
    if (entry->isEncrypted)
      throw fileError(path_, {tidy.name, "files that are not encrypted", "one that is",
                              "Unpack it with its password and open the folder"});
    ImageHeader header;
    try {
      header = readImageHeader([&](std::span<std::uint8_t> some) { return entries.read(some); });
    } catch (const EntryFault& fault) {
      header.fault = fault.what();
    }
    if (!header.fault.empty()) {
      if (header.isImage || isPromised)
        list.skipped.push_back({std::move(tidy.name), std::move(header.fault)});
      continue;
    }
    if (entry->size > 0) declared += static_cast<std::uint64_t>(entry->size);
    entries.requireAllowed(declared);
    list.images.push_back({std::move(tidy.name), header.width, header.height, header.channels,
                           number});
  }
  bytes_->requireUnchanged();
  dropReplaced(list);
  return list;
}

void ArchiveImages::readEach(std::span<const ListedImage> wanted, const UseImage& use,
                             const ProgressPart& part) {
  std::vector<std::size_t> order(wanted.size());  // as they come in the archive
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return wanted[a].number < wanted[b].number; });
  const auto produce = [&](const auto& push) {
    ArchiveReader entries = reader(part);
    auto next = order.begin();
    for (std::uint64_t number = 0; next != order.end(); ++number) {
      const auto entry = entries.next();
      if (!entry) break;
      if (wanted[*next].number != number) continue;
      Unpacked file{*next++, {}, {}};
      const std::uint64_t most = mostFileBytes(wanted[file.index]);
      if (entry->size > 0 && static_cast<std::uint64_t>(entry->size) > most)
        file.fault = std::to_string(entry->size) + " bytes, more than such a picture needs";
      else
        unpack(entries, entry->size, most, file);
      if (!push(std::move(file))) return;
    }
    bytes_->requireUnchanged();
    for (; next != order.end(); ++next)
      if (!push({*next, {}, "is no longer in the archive"})) return;
  };
  decodeBeside(produce, [&](const Unpacked& file) { use(file.index, file.bytes, file.fault); });
}

}  // namespace latlas::data
