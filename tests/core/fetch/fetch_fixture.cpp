#include "tests/core/fetch/fetch_fixture.h"

#include <algorithm>
#include <filesystem>

namespace latlas::fetch {

std::string someBytes(std::size_t count, unsigned seed) {
  std::string bytes(count, ' ');
  for (char& c : bytes) {
    seed = seed * 1664525u + 1013904223u;  // Numerical Recipes' generator
    c = static_cast<char>(seed >> 24);
  }
  return bytes;
}

Checksum checksumOf(const std::string& bytes) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "bytes", bytes);
  return checksumOf(folder / "bytes", Digest::sha256, [](std::int64_t) {});
}

CatalogueFile FetchTest::published(const std::string& bytes,
                                   const std::vector<std::string>& paths) const {
  CatalogueFile file;
  file.name = "file.bin";
  file.bytes = static_cast<std::int64_t>(bytes.size());
  file.checksum = checksumOf(bytes);
  for (const std::string& path : paths) file.urls.push_back(server.url(path));
  return file;
}

Downloaded FetchTest::download(const CatalogueFile& file) {
  Meter meter(progress, file.bytes);
  return downloadFile(file, folder.path(), options, meter);
}

std::string FetchTest::complaintOf(const CatalogueFile& file) {
  try {
    download(file);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

testing::AssertionResult FetchTest::says(const std::string& message,
                                         const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    if (message.find(part) == std::string::npos)
      return testing::AssertionFailure() << "'" << part << "' is not said in: " << message;
  if (message.find('\n') != std::string::npos)
    return testing::AssertionFailure() << "more than one line: " << message;
  return testing::AssertionSuccess();
}

std::vector<std::string> FetchTest::filesThere() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace latlas::fetch
