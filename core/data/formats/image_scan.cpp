#include "core/data/formats/image_scan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/data/parallel.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

class Walk {
 public:
  Walk(fs::path root, ImageScan& scan, Progress& progress)
      : root_(std::move(root)), scan_(scan), progress_(progress) {}

  void run() { enter(root_, ""); }

 private:
  void enter(const fs::path& folder, const std::string& group) {
    std::error_code fault;
    // Links may form circles and may lead to one folder twice.
    const fs::path real = fs::canonical(folder, fault);
    if (!fault && !visited_.insert(real).second) return;
    std::vector<fs::path> files, folders;
    fs::directory_iterator entry(folder, fault);
    for (; !fault && entry != fs::directory_iterator(); entry.increment(fault)) {
      if (entry->path().filename().string().starts_with('.')) continue;
      std::error_code ignored;
      if (entry->is_directory(ignored))
        folders.push_back(entry->path());
      else if (entry->is_regular_file(ignored))
        files.push_back(entry->path());
      else if (entry->is_symlink(ignored) && hasImageEnding(entry->path()))
        scan_.skipped.push_back({entry->path(), "a link that leads nowhere"});
    }
    if (fault) scan_.skipped.push_back({folder, "the folder cannot be read: " + fault.message()});
    std::sort(files.begin(), files.end());
    std::sort(folders.begin(), folders.end());
    for (fs::path& file : files) scan_.images.push_back({std::move(file), group, {}});
    progress_.report(0.0, "found " + std::to_string(scan_.images.size()) + " files");
    for (const fs::path& inner : folders)
      enter(inner, folder == root_ ? inner.filename().string() : group);
  }

  const fs::path root_;
  ImageScan& scan_;
  Progress& progress_;
  std::set<fs::path> visited_;
};

void dropUnusable(ImageScan& scan) {
  std::vector<FoundImage> usable;
  for (FoundImage& found : scan.images) {
    if (found.header.fault.empty())
      usable.push_back(std::move(found));
    else if (found.header.isImage || hasImageEnding(found.path))
      scan.skipped.push_back({std::move(found.path), std::move(found.header.fault)});
  }
  scan.images = std::move(usable);
}

void chooseLabels(ImageScan& scan) {
  std::set<std::string> groups;
  for (const FoundImage& found : scan.images) groups.insert(found.group);
  const bool hasLoose = groups.erase("") > 0;
  scan.areLabelled = groups.size() >= (hasLoose ? 2u : 1u);
  if (!scan.areLabelled || !hasLoose) return;
  std::erase_if(scan.images, [&](const FoundImage& found) {
    if (found.group.empty())
      scan.skipped.push_back({found.path, "lies beside the class folders, so it has no class"});
    return found.group.empty();
  });
}

}  // namespace

ImageScan scanImages(const fs::path& folder, Progress& progress) {
  ImageScan scan;
  Walk(folder, scan, progress).run();
  scan.fileCount = scan.images.size();
  forEachInParallel(scan.images.size(), {progress, 0.0, kScanShare, "looking at the images"},
                    [&](std::size_t i) {
                      scan.images[i].header = readImageHeader(scan.images[i].path);
                    });
  dropUnusable(scan);
  chooseLabels(scan);
  return scan;
}

}  // namespace latlas::data
