// The image files inside a ZIP or TAR.
// Threading: see ImageSource. Owns: the open archive.
#pragma once

#include "core/data/image_set/image_list.h"
#include "core/data/open_options.h"
#include "core/data/storage/archive_reader.h"

namespace latlas::data {

class ArchiveImages final : public ImageSource {
 public:
  // `path` names the archive in messages and identifies it in the cache. Throws Error when it is no
  // archive.
  ArchiveImages(BytesPtr bytes, std::filesystem::path path, const OpenOptions& options);

  const std::filesystem::path& path() const override { return path_; }
  std::string kind() const override;
  bool hasOwnFolder() const override { return true; }
  std::uint64_t totalBytes() const override { return bytes_->size(); }
  void addTo(CacheKey& key) const override { key.addFile(path_); }
  // Names that lead out of the archive, links and damaged files are skipped. Throws Error when the
  // archive is damaged as a whole, encrypted, changed, or would unpack to more than is allowed.
  ImageList list(Progress& progress) override;
  // One thread unpacks, in the archive's order.
  void readEach(std::span<const ListedImage> wanted, const UseImage& use,
                const ProgressPart& part) override;

 private:
  ArchiveReader reader(const ProgressPart& part) const;

  BytesPtr bytes_;
  std::filesystem::path path_;
  OpenOptions options_;
};

// A name in an archive as a name in a set: "cats/1.png".
struct EntryName {
  std::string name;
  bool isHidden = false;  // to be passed over in silence
  std::string fault;      // why it may not be used
};
EntryName tidyEntryName(const std::string& stored);

}  // namespace latlas::data
