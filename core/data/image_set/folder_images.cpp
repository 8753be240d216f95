#include "core/data/image_set/folder_images.h"

#include <utility>

#include "core/base/budget.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/pictures/image_header.h"
#include "core/data/storage/fingerprint.h"

namespace latlas::data {
namespace {

// What files may take together while they are decoded.
constexpr std::uint64_t kReadingBytes = std::uint64_t{256} << 20;

}  // namespace

FolderImages::FolderImages(std::filesystem::path root, Progress& progress)
    : root_(std::move(root)), found_(findFiles(root_, progress)) {}

std::uint64_t FolderImages::totalBytes() const {
  std::uint64_t total = 0;
  for (const FolderFile& file : found_.files) total += file.stamp.size;
  return total;
}

void FolderImages::addTo(CacheKey& key) const {
  Fingerprint files;
  for (const FolderFile& file : found_.files) {
    files.add({reinterpret_cast<const std::uint8_t*>(file.name.data()), file.name.size()});
    files.add(file.stamp.size);
    files.add(static_cast<std::uint64_t>(file.stamp.changed));
    files.add(static_cast<std::uint64_t>(file.stamp.touched));
  }
  key.addText(root_.string());
  key.addText(files.hex());
}

ImageList FolderImages::list(Progress& progress) {
  const std::vector<FolderFile>& files = found_.files;
  std::vector<ImageHeader> headers(files.size());
  forEachInParallel(files.size(), {progress, 0.0, kListShare, "looking at the images"},
                    [&](std::size_t i) { headers[i] = readImageHeader(root_ / files[i].name); });
  ImageList list{{}, found_.skipped, found_.count};
  for (std::size_t i = 0; i < files.size(); ++i) {
    ImageHeader& header = headers[i];
    if (header.fault.empty())
      list.images.push_back({files[i].name, header.width, header.height, header.channels, i});
    else if (header.isImage || hasImageEnding(files[i].name))
      list.skipped.push_back({files[i].name, std::move(header.fault)});
  }
  return list;
}

void FolderImages::readEach(std::span<const ListedImage> wanted, const UseImage& use,
                            const ProgressPart& part) {
  Budget memory(kReadingBytes);
  forEachInParallel(wanted.size(), part, [&](std::size_t i) {
    const Budget::Share share(memory, stampOf(wanted[i]).size);
    std::vector<std::uint8_t> bytes;
    std::string fault;
    try {
      bytes = read(wanted[i]);
    } catch (const Error& error) {
      fault = error.what();
    }
    use(i, bytes, fault);
  });
}

const FileStamp& FolderImages::stampOf(const ListedImage& image) const {
  return found_.files.at(static_cast<std::size_t>(image.number)).stamp;
}

std::vector<std::uint8_t> FolderImages::read(const ListedImage& image) const {
  const std::filesystem::path path = root_ / image.name;
  const FileStamp& listed = stampOf(image);
  constexpr const char* kChanged = "was changed or removed while the folder was read";
  if (data::stampOf(path) != listed) throw Error(kChanged);
  auto bytes = readFile(path, mostFileBytes(image));
  if (data::stampOf(path) != listed) throw Error(kChanged);
  return bytes;
}

}  // namespace latlas::data
