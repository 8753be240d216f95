// The image files below a folder.
// Threading: see ImageSource.
#pragma once

#include "core/data/image_set/folder_files.h"
#include "core/data/image_set/image_list.h"

namespace latlas::data {

class FolderImages final : public ImageSource {
 public:
  // Finds the files. Throws Cancelled.
  FolderImages(std::filesystem::path root, Progress& progress);

  const std::filesystem::path& path() const override { return root_; }
  std::string kind() const override { return "image folder"; }
  bool hasOwnFolder() const override { return false; }
  std::uint64_t totalBytes() const override;
  void addTo(CacheKey& key) const override;
  ImageList list(Progress& progress) override;
  // A file that is no longer as it was found is a fault.
  void readEach(std::span<const ListedImage> wanted, const UseImage& use,
                const ProgressPart& part) override;

 private:
  const FileStamp& stampOf(const ListedImage& image) const;
  std::vector<std::uint8_t> read(const ListedImage& image) const;

  const std::filesystem::path root_;
  const FolderFiles found_;
};

}  // namespace latlas::data
