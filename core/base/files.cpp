#include "core/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/base/error.h"

namespace latlas {
namespace {

std::string systemReason() { return std::strerror(errno); }

// Closes on every path out of a function.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

void writeAll(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw Error(systemReason());
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

// The XDG Base Directory Specification's two ways to name a folder.
std::filesystem::path userFolder(const char* variable, const char* belowHome) {
  if (const char* configured = std::getenv(variable); configured && *configured)
    return std::filesystem::path(configured) / "latlas";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home ? home : ".") / belowHome / "latlas";
}

}  // namespace

std::vector<std::uint8_t> readFile(const std::filesystem::path& path, std::uint64_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0)
    throw fileError(path,
                    {"", "a readable file", systemReason(), "Check the path and its permissions"});
  std::error_code ignored;
  const std::uintmax_t size = std::filesystem::file_size(path, ignored);
  if (!ignored && size > limit)
    throw fileError(path, {"", "at most " + std::to_string(limit) + " bytes",
                           std::to_string(size) + " bytes", ""});
  std::vector<std::uint8_t> bytes;
  if (!ignored) bytes.reserve(size);
  std::uint8_t chunk[1 << 16];
  for (;;) {
    const ssize_t count = ::read(file.get(), chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw fileError(path,
                      {"offset " + std::to_string(bytes.size()), "more bytes", systemReason(), ""});
    if (count == 0) return bytes;
    bytes.insert(bytes.end(), chunk, chunk + count);
    if (bytes.size() > limit)
      throw fileError(path, {"", "at most " + std::to_string(limit) + " bytes", "more", ""});
  }
}

std::string readText(const std::filesystem::path& path) {
  const auto bytes = readFile(path);
  return {bytes.begin(), bytes.end()};
}

void writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  const auto fail = [&](const std::string& reason) {
    return fileError(path, {"", "to write " + std::to_string(bytes.size()) + " bytes", reason,
                            "Check that the folder exists, is writable and has room"});
  };
  std::error_code status;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), status);
  if (status) throw fail(status.message());

  std::string temporary = path.string() + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) throw fail(systemReason());
  try {
    writeAll(file.get(), bytes);
    // mkostemp makes files private; ours are ordinary documents.
    if (::fchmod(file.get(), 0644) != 0 || ::fsync(file.get()) != 0) throw Error(systemReason());
    if (::rename(temporary.c_str(), path.c_str()) != 0) throw Error(systemReason());
  } catch (const Error& error) {
    ::unlink(temporary.c_str());
    throw fail(error.what());
  }
}

void writeFileAtomically(const std::filesystem::path& path, std::string_view text) {
  writeFileAtomically(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::filesystem::path userConfigFolder() { return userFolder("XDG_CONFIG_HOME", ".config"); }
std::filesystem::path userDataFolder() { return userFolder("XDG_DATA_HOME", ".local/share"); }
std::filesystem::path userCacheFolder() { return userFolder("XDG_CACHE_HOME", ".cache"); }

}  // namespace latlas
