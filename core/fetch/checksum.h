// Published checksums of files: as a catalogue writes them, as people read them, and of a file.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace latlas::fetch {

enum class Digest { md5, sha256 };

struct Checksum {
  Digest digest = Digest::sha256;
  std::string hex;  // lower case
  bool operator==(const Checksum&) const = default;
};

// "sha256:HEX" or "md5:HEX", of the right length; nothing for anything else.
std::optional<Checksum> parseChecksum(std::string_view text);
// "SHA-256 440fca..."
std::string toString(const Checksum& checksum);

// `read` is told how many bytes were read so far and may throw to stop. Throws Error when the file
// cannot be read.
Checksum checksumOf(const std::filesystem::path& file, Digest digest,
                    const std::function<void(std::int64_t)>& read);

}  // namespace latlas::fetch
