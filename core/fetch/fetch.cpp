#include "core/fetch/fetch.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <vector>

#include "core/base/files.h"
#include "core/fetch/archive_members.h"
#include "core/fetch/download.h"
#include "core/fetch/meter.h"
#include "core/fetch/part_file.h"

namespace latlas::fetch {
namespace {

namespace fs = std::filesystem;

// Of the files that stay.
std::vector<std::string> namesOf(const CatalogueFile& file) {
  std::vector<std::string> names;
  for (const KeptMember& member : file.keep) names.push_back(member.name);
  if (names.empty()) names.push_back(file.name);
  return names;
}

std::vector<std::string> namesOf(const CatalogueEntry& entry) {
  std::vector<std::string> names;
  for (const CatalogueFile& file : entry.files)
    for (std::string& name : namesOf(file)) names.push_back(std::move(name));
  return names;
}

// 0 when there is no such file.
std::int64_t sizeOf(const fs::path& file) {
  std::error_code missing;
  const auto size = fs::file_size(file, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

bool isHere(const CatalogueFile& file, const fs::path& folder) {
  if (file.keep.empty() && file.bytesAreExact) return sizeOf(folder / file.name) == file.bytes;
  const auto names = namesOf(file);
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& name) { return sizeOf(folder / name) > 0; });
}

bool allMembersVerified(const CatalogueFile& file, const fs::path& folder, Meter& meter) {
  return std::all_of(file.keep.begin(), file.keep.end(), [&](const KeptMember& member) {
    const fs::path path = folder / member.name;
    return sizeOf(path) > 0 && checksumOf(path, member.checksum.digest, [&](std::int64_t) {
                                 meter.say("checking", 0);
                               }) == member.checksum;
  });
}

Downloaded fetchFile(const CatalogueFile& file, const fs::path& folder, const FetchOptions& options,
                     Meter& meter) {
  if (file.keep.empty()) return downloadFile(file, folder, options, meter);
  if (allMembersVerified(file, folder, meter)) return {};
  const Downloaded downloaded = downloadFile(file, folder, options, meter);
  const fs::path archive = folder / file.name;
  extractMembers(archive, file.keep, folder, meter);
  std::error_code ignored;  // at worst it takes up room
  fs::remove(archive, ignored);
  return downloaded;
}

}  // namespace

fs::path datasetFolder(const CatalogueEntry& entry) {
  return userDataFolder() / "datasets" / entry.key;
}

fs::path pathToOpen(const CatalogueEntry& entry, const fs::path& folder) {
  const auto names = namesOf(entry);
  return names.size() == 1 ? folder / names.front() : folder;
}

Presence presenceOf(const CatalogueEntry& entry, const fs::path& folder) {
  Presence presence{true, 0.0};
  std::int64_t there = 0;
  for (const CatalogueFile& file : entry.files) {
    const bool complete = isHere(file, folder);
    presence.isHere = presence.isHere && complete;
    const fs::path path = folder / file.name;
    there +=
        complete ? file.bytes : std::min(file.bytes, std::max(sizeOf(path), sizeOf(partOf(path))));
  }
  presence.fraction = static_cast<double>(there) / static_cast<double>(downloadBytes(entry));
  return presence;
}

Fetched fetchEntry(const CatalogueEntry& entry, const fs::path& folder, const FetchOptions& options,
                   Progress& progress) {
  const auto begun = std::chrono::steady_clock::now();
  Meter meter(progress, downloadBytes(entry));
  Fetched fetched{folder, pathToOpen(entry, folder)};
  for (const CatalogueFile& file : entry.files) {
    const Downloaded downloaded = fetchFile(file, folder, options, meter);
    fetched.received += downloaded.received;
    fetched.resumed |= downloaded.resumed;
    meter.fileDone(file.bytes);
  }
  for (const std::string& name : namesOf(entry)) fetched.bytes += sizeOf(folder / name);
  fetched.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return fetched;
}

}  // namespace latlas::fetch
