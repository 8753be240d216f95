#include "core/data/image_set/folder_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "core/data/pictures/image_kind.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

FileStamp stampOf(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim)};
}

class Walk {
 public:
  Walk(const fs::path& root, FolderFiles& found, Progress& progress)
      : root_(root), found_(found), progress_(progress) {}

  void enter(const std::string& folder) {
    std::error_code fault;
    fs::directory_iterator entry(root_ / folder, fault);
    std::vector<std::string> folders;
    for (; !fault && entry != fs::directory_iterator(); entry.increment(fault))
      if (const std::string name = entry->path().filename().string(); !isHiddenName(name))
        look(folder.empty() ? name : folder + "/" + name, folders);
    if (fault)
      found_.skipped.push_back({folder, "the folder cannot be read: " + fault.message()});
    // Of several links to one folder the first by name is entered.
    std::sort(folders.begin(), folders.end());
    for (const std::string& inner : folders)
      if (isNew(inner)) enter(inner);
  }

  bool isNew(const std::string& folder) {
    struct stat status {};
    return ::stat((root_ / folder).c_str(), &status) != 0 ||
           entered_.emplace(status.st_dev, status.st_ino).second;
  }

 private:
  void look(const std::string& name, std::vector<std::string>& folders) {
    struct stat status {};
    if (::stat((root_ / name).c_str(), &status) != 0) {
      if (hasImageEnding(name))
        found_.skipped.push_back({name, errno == ENOENT ? "a link that leads nowhere"
                                                        : std::strerror(errno)});
      return;
    }
    if (S_ISDIR(status.st_mode)) {
      folders.push_back(name);
      return;
    }
    if (!S_ISREG(status.st_mode)) return;
    constexpr std::size_t kFilesBetweenReports = 1000;
    if (++found_.count % kFilesBetweenReports == 0)
      progress_.report(0.0, "found " + std::to_string(found_.count) + " files");
    if (!hasTextEnding(name)) found_.files.push_back({name, stampOf(status)});
  }

  const fs::path& root_;
  FolderFiles& found_;
  Progress& progress_;
  std::set<std::pair<dev_t, ino_t>> entered_;
};

}  // namespace

FolderFiles findFiles(const fs::path& folder, Progress& progress) {
  FolderFiles found;
  Walk walk(folder, found, progress);
  walk.isNew("");
  walk.enter("");
  progress.report(0.0, "found " + std::to_string(found.count) + " files");
  const auto byName = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(found.files.begin(), found.files.end(), byName);
  std::sort(found.skipped.begin(), found.skipped.end(), byName);
  return found;
}

FileStamp stampOf(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return stampOf(status);
}

}  // namespace latlas::data
