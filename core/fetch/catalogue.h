// The datasets that Latlas can download: what each is, and the files it is made of.
// A catalogue is a JSON file (assets/datasets.json is the one inside the program):
//   {"format": 1, "datasets": [{"key", "title", "description", "count", "shape": [C, H, W],
//     "licence", "homepage", "citation", "files": [{"name", "bytes", "checksum", "urls",
//     "keep": [{"member", "name", "checksum"}]}]}]}
// "about_bytes" stands for "bytes" where the exact length is not published. "keep" makes the file an
// archive of which only these members stay.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/fetch/checksum.h"

namespace latlas::fetch {

struct KeptMember {
  std::string member;  // its path inside the archive
  std::string name;    // of the file it becomes
  Checksum checksum;
};

struct CatalogueFile {
  std::string name;  // in the dataset's folder
  std::int64_t bytes = 0;
  bool bytesAreExact = true;
  Checksum checksum;
  std::vector<std::string> urls;  // tried in this order
  std::vector<KeptMember> keep;   // empty: the file itself stays
};

struct CatalogueEntry {
  std::string key, title, description, licence, homepage, citation;
  std::int64_t count = 0;      // images
  std::array<int, 3> shape{};  // channels, height, width
  std::vector<CatalogueFile> files;
};

struct Catalogue {
  std::vector<CatalogueEntry> entries;
};

// Throws Error (where in `name`, expected, found) for anything but a catalogue as described above:
// also for a URL that is neither http nor https, and for a name that is not a plain file name.
Catalogue parseCatalogue(std::string_view text, const std::filesystem::path& name);

// The catalogue inside the program, or the one that `replacement` or else the environment variable
// LATLAS_CATALOGUE names. Throws Error as parseCatalogue does, and when it cannot be read.
Catalogue loadCatalogue(const std::filesystem::path& replacement = {});

// By key or title; case, spaces and hyphens do not count. Null: there is none of this name.
const CatalogueEntry* findEntry(const Catalogue& catalogue, std::string_view name);

// To download.
std::int64_t downloadBytes(const CatalogueEntry& entry);
bool downloadBytesAreExact(const CatalogueEntry& entry);

}  // namespace latlas::fetch
