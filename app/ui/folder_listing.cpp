#include "app/ui/folder_listing.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <system_error>

namespace latlas::ui {
namespace {

std::string lowerCase(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

FolderListing listFolder(const std::filesystem::path& folder, Progress& progress) {
  FolderListing listing;
  listing.folder = folder;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    progress.report(-1.0);
    std::string name = entry->path().filename().string();
    if (name.empty() || name.front() == '.') continue;
    std::error_code ignored;  // a dangling link is listed as a file
    listing.entries.push_back({std::move(name), entry->is_directory(ignored)});
  }
  if (error) listing.error = "This folder cannot be read: " + error.message();

  // Keys are made once: comparing would otherwise lower each name a dozen times.
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < listing.entries.size(); ++i) {
    const FolderEntry& one = listing.entries[i];
    order.emplace_back((one.isFolder ? "0" : "1") + lowerCase(one.name) + '\0' + one.name, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<FolderEntry> sorted;
  sorted.reserve(order.size());
  for (const auto& [key, index] : order) sorted.push_back(std::move(listing.entries[index]));
  listing.entries = std::move(sorted);
  return listing;
}

std::filesystem::path homeFolder() {
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != '\0' ? std::filesystem::path(home)
                                          : std::filesystem::path("/");
}

std::filesystem::path absolutePath(std::string typed, const std::filesystem::path& base) {
  std::filesystem::path path;
  if (typed == "~")
    path = homeFolder();
  else if (typed.starts_with("~/"))
    path = homeFolder() / typed.substr(2);
  else
    path = base / typed;
  path = path.lexically_normal();
  // "/data/" and "/data" are one place; only the second has a file name.
  return path.has_filename() || path == path.root_path() ? path : path.parent_path();
}

}  // namespace latlas::ui
