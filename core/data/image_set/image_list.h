// The images of a set before they are decoded, wherever their files lie.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/data/parallel.h"
#include "core/data/storage/decode_cache.h"

namespace latlas::data {

struct ListedImage {
  std::string name;  // within the set, "/" between folders: "train/cats/1.png"
  int width = 0;
  int height = 0;
  int channels = 0;          // 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA
  std::uint64_t number = 0;  // the source's own
};

struct UnusedFile {
  std::string name;
  std::string why;
};

struct ImageList {
  std::vector<ListedImage> images;  // decodable by their headers
  std::vector<UnusedFile> skipped;  // meant to be images, but of no use
  std::size_t fileCount = 0;        // of any kind
};

// Of the progress of opening a set; the rest is decoding.
constexpr double kListShare = 0.2;

// `file` is empty where `fault` says why.
using UseImage = std::function<void(std::size_t index, std::span<const std::uint8_t> file,
                                    const std::string& fault)>;

// Threading: one thread uses it; it may use several.
class ImageSource {
 public:
  virtual ~ImageSource() = default;

  virtual const std::filesystem::path& path() const = 0;
  virtual std::string kind() const = 0;  // for people: "image folder"
  // Whether all may lie in one folder that means nothing: an archive's own.
  virtual bool hasOwnFolder() const = 0;
  virtual std::uint64_t totalBytes() const = 0;  // of its files
  // Everything that decides the files and their content.
  virtual void addTo(CacheKey& key) const = 0;

  // Reads the headers of all files. Files that are no images are passed over in silence unless
  // their ending says they are. Throws Error and Cancelled.
  virtual ImageList list(Progress& progress) = 0;

  // Calls `use` once for each of `wanted`, in any order and from several threads at once. Throws
  // Error, Cancelled and what `use` throws.
  virtual void readEach(std::span<const ListedImage> wanted, const UseImage& use,
                        const ProgressPart& part) = 0;
};

// Hidden files and what archivers of other systems leave.
bool isHiddenName(std::string_view name);

// Whether the name's ending says that it is text: labels, notes and logs lie beside many images,
// and change more often than they.
bool hasTextEnding(std::string_view name);

// The largest file that a picture of this size may be, with other data beside it: animations and
// cameras add much. What is larger is not worth its memory.
std::uint64_t mostFileBytes(const ListedImage& image);

}  // namespace latlas::data
