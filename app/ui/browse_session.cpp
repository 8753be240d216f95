#include "app/ui/browse_session.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace latlas::ui {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPeeksAtOnce = 32;  // rows; short enough for an answer soon after scrolling

// What cannot be looked at is described by why: a fault in one entry is no fault of the folder.
FileBrowser::Description described(const FileBrowser::Describe& describe, const fs::path& path) {
  try {
    return describe(path);
  } catch (const std::exception& error) {
    return {error.what(), false};
  }
}

}  // namespace

void BrowseSession::goTo(fs::path target) {
  folder = std::move(target);
  selected.clear();
  message.clear();
  asksToReplace = false;
  toTop = true;
  listing = {};
  known.clear();
  if (listJob) listJob->cancel(), abandonedLists.push_back(std::move(listJob));
  if (peekJob) peekJob->cancel(), abandonedPeeks.push_back(std::move(peekJob));
  listJob = std::make_unique<Job<FolderListing>>(
      "listing " + folder.string(),
      [folder = folder](Progress& progress) { return listFolder(folder, progress); }, wake);
}

void BrowseSession::takeResults() {
  std::erase_if(abandonedLists, [](auto& job) { return job->takeEnded().has_value(); });
  std::erase_if(abandonedPeeks, [](auto& job) { return job->takeEnded().has_value(); });
  if (listJob)
    if (auto ended = listJob->takeEnded()) {
      listJob.reset();
      if (ended->result) listing = std::move(*ended->result);
      if (ended->failure) listing.error = ended->failure->message;
    }
  if (peekJob)
    if (auto ended = peekJob->takeEnded()) {
      peekJob.reset();
      if (ended->result) known.merge(*ended->result);
    }
}

void BrowseSession::peek(std::vector<Path> paths) {
  std::erase_if(paths, [this](const fs::path& path) { return known.contains(path.string()); });
  if (paths.empty() || peekJob || !describe) return;
  if (paths.size() > kPeeksAtOnce) paths.resize(kPeeksAtOnce);
  peekJob = std::make_unique<Job<Descriptions>>(
      "looking at " + folder.string(),
      [paths = std::move(paths), describe = describe](Progress& progress) {
        Descriptions found;
        for (const fs::path& path : paths) {
          progress.report(-1.0);
          found.emplace(path.string(), described(describe, path));
        }
        return found;
      },
      wake);
}

const FileBrowser::Description* BrowseSession::knownOf(const fs::path& path) const {
  const auto found = known.find(path.string());
  return found == known.end() ? nullptr : &found->second;
}

bool BrowseSession::isFolder(const std::string& entry) const {
  return std::any_of(listing.entries.begin(), listing.entries.end(),
                     [&](const FolderEntry& one) { return one.isFolder && one.name == entry; });
}

void BrowseSession::goToTyped(const std::string& typed) {
  const fs::path path = absolutePath(typed, folder);
  std::error_code error;
  if (fs::is_directory(path, error)) {
    goTo(path);
  } else if (fs::exists(path, error)) {
    goTo(path.parent_path());
    select(path.filename().string());
  } else {
    message = "There is no " + path.string();
  }
}

void BrowseSession::select(const std::string& entry) {
  selected = entry;
  message.clear();
  asksToReplace = false;
  if (mode == FileBrowser::Mode::save && !isFolder(entry)) name = entry;
}

std::optional<fs::path> BrowseSession::activate(const std::string& entry) {
  if (isFolder(entry)) {
    goTo(folder / entry);
    return std::nullopt;
  }
  select(entry);
  return confirm();
}

std::optional<fs::path> BrowseSession::confirm() {
  if (mode == FileBrowser::Mode::open) return confirmOpen();
  if (name.empty()) return std::nullopt;
  const fs::path target = folder / name;
  std::error_code error;
  if (fs::is_directory(target, error)) {
    goTo(target);
    return std::nullopt;
  }
  if (fs::exists(target, error) && !asksToReplace) {
    asksToReplace = true;
    return std::nullopt;
  }
  return target;
}

std::optional<fs::path> BrowseSession::confirmOpen() {
  if (selected.empty()) return folder;
  const fs::path target = folder / selected;
  const FileBrowser::Description* what = knownOf(target);
  if (isFolder(selected) && (what == nullptr || !what->canOpen)) {
    goTo(target);
    return std::nullopt;
  }
  if (what != nullptr && !what->canOpen) {
    message = selected + " cannot be opened: " + what->what;
    return std::nullopt;
  }
  return target;
}

bool BrowseSession::canConfirm() const {
  if (mode == FileBrowser::Mode::save) return !name.empty() && listing.error.empty();
  const FileBrowser::Description* what = knownOf(selected.empty() ? folder : folder / selected);
  return what == nullptr ? !selected.empty() : what->canOpen || isFolder(selected);
}

void BrowseSession::moveSelection(int by) {
  if (listing.entries.empty()) return;
  const auto found = std::find_if(listing.entries.begin(), listing.entries.end(),
                                  [this](const FolderEntry& one) { return one.name == selected; });
  auto index = found == listing.entries.end() ? (by > 0 ? -1 : 0)
                                              : static_cast<int>(found - listing.entries.begin());
  index = std::clamp(index + by, 0, static_cast<int>(listing.entries.size()) - 1);
  select(listing.entries[static_cast<std::size_t>(index)].name);
}

void BrowseSession::begin(FileBrowser::Mode newMode, const Path& start) {
  mode = newMode;
  std::error_code error;
  const Path path = absolutePath(start.string(), fs::current_path(error));
  const bool startsInside = fs::is_directory(path, error);
  goTo(startsInside ? path : path.parent_path());
  name = startsInside ? std::string() : path.filename().string();
  if (mode == FileBrowser::Mode::open) selected = name;
}

}  // namespace latlas::ui
