// What a file browser knows and decides, without any drawing: the folder shown, what is selected,
// the jobs that list and look, and what choosing does. Used inside app/ui only.
// Threading: UI thread; the jobs see copies of what they need.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/ui/file_browser.h"
#include "app/ui/folder_listing.h"
#include "core/base/job.h"

namespace latlas::ui {

struct BrowseSession {
  using Path = std::filesystem::path;
  using Descriptions = std::map<std::string, FileBrowser::Description>;  // by path

  FileBrowser::Describe describe;
  std::function<void()> wake;

  FileBrowser::Mode mode = FileBrowser::Mode::open;
  Path folder;
  std::string selected;  // an entry's name; empty: none
  std::string name;      // typed, for save
  std::string message;   // what was wrong with the last thing asked
  bool asksToReplace = false;
  bool toTop = false;  // the list scrolls up after a change of folder
  FolderListing listing;
  Descriptions known;

  void goTo(Path target);
  // A path typed by the user: a folder is shown, a file selected, anything else is a message.
  void goToTyped(const std::string& typed);
  // From `start` as FileBrowser::show() has it.
  void begin(FileBrowser::Mode newMode, const Path& start);
  bool isListing() const { return listJob != nullptr; }
  // Brings in what the jobs found.
  void takeResults();
  // Asks what the entries are that are seen and not known yet.
  void peek(std::vector<Path> paths);

  const FileBrowser::Description* knownOf(const Path& path) const;
  bool isFolder(const std::string& entry) const;
  void select(const std::string& entry);
  void moveSelection(int by);

  // Enter or a double click on an entry; a path when that chooses it.
  std::optional<Path> activate(const std::string& entry);
  // The primary button; a path when that chooses it.
  std::optional<Path> confirm();
  bool canConfirm() const;

  std::unique_ptr<Job<FolderListing>> listJob;
  std::unique_ptr<Job<Descriptions>> peekJob;
  // Jobs of folders left behind end by themselves: waiting for a slow disk would stop the window.
  std::vector<std::unique_ptr<Job<FolderListing>>> abandonedLists;
  std::vector<std::unique_ptr<Job<Descriptions>>> abandonedPeeks;

 private:
  std::optional<Path> confirmOpen();
};

}  // namespace latlas::ui
