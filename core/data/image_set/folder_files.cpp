#include "core/data/image_set/folder_files.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
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

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

class Walk {
 public:
  Walk(const fs::path& root, FolderFiles& found, Progress& progress)
      : root_(root), found_(found), progress_(progress) {}

  void run() { enter(""); }

 private:
  // By the system's own calls: among a million files each path that is built or followed counts.
  void enter(const std::string& folder) {
    std::unique_ptr<DIR, CloseFolder> open(::opendir((root_ / folder).c_str()));
    struct stat status {};
    if (!open || ::fstat(::dirfd(open.get()), &status) != 0) {
      found_.skipped.push_back({folder,
                                std::string("the folder cannot be read: ") + std::strerror(errno)});
      return;
    }
    if (!entered_.emplace(status.st_dev, status.st_ino).second) return;
    std::vector<std::string> folders;
    while (const dirent* entry = ::readdir(open.get()))
      if (!isHiddenName(entry->d_name)) look(::dirfd(open.get()), folder, entry->d_name, folders);
    open.reset();  // a program may have few files open, and folders may lie deep
    // Of several links to one folder the first by name is entered.
    std::sort(folders.begin(), folders.end());
    for (const std::string& inner : folders) enter(inner);
  }

  void look(int open, const std::string& folder, const char* entry,
            std::vector<std::string>& folders) {
    std::string name = folder.empty() ? entry : folder + "/" + entry;
    struct stat status {};
    if (::fstatat(open, entry, &status, 0) != 0) {
      if (hasImageEnding(name))
        found_.skipped.push_back({name, errno == ENOENT ? "a link that leads nowhere"
                                                        : std::strerror(errno)});
      return;
    }
    if (S_ISDIR(status.st_mode)) {
      folders.push_back(std::move(name));
      return;
    }
    if (!S_ISREG(status.st_mode)) return;
    constexpr std::size_t kFilesBetweenReports = 1000;
    if (++found_.count % kFilesBetweenReports == 0)
      progress_.report(0.0, "found " + std::to_string(found_.count) + " files");
    if (!hasTextEnding(name)) found_.files.push_back({std::move(name), stampOf(status)});
  }

  const fs::path& root_;
  FolderFiles& found_;
  Progress& progress_;
  std::set<std::pair<dev_t, ino_t>> entered_;
};

}  // namespace

FolderFiles findFiles(const fs::path& folder, Progress& progress) {
  FolderFiles found;
  Walk(folder, found, progress).run();
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
