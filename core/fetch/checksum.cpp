#include "core/fetch/checksum.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "core/base/error.h"

namespace latlas::fetch {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;  // bytes: large beside a call, small to cancel

struct Closing {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::string hexOf(const unsigned char* bytes, std::size_t count) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

bool isLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

std::optional<Checksum> parseChecksum(std::string_view text) {
  struct Kind {
    std::string_view prefix;
    Digest digest;
    std::size_t length;
  };
  for (const Kind& kind : {Kind{"md5:", Digest::md5, 32}, Kind{"sha256:", Digest::sha256, 64}}) {
    if (!text.starts_with(kind.prefix)) continue;
    const std::string_view hex = text.substr(kind.prefix.size());
    if (hex.size() != kind.length || !std::all_of(hex.begin(), hex.end(), isLowerHex))
      return std::nullopt;
    return Checksum{kind.digest, std::string(hex)};
  }
  return std::nullopt;
}

std::string toString(const Checksum& checksum) {
  return (checksum.digest == Digest::md5 ? "MD5 " : "SHA-256 ") + checksum.hex;
}

Checksum checksumOf(const std::filesystem::path& file, Digest digest,
                    const std::function<void(std::int64_t)>& read) {
  const auto fail = [&](const std::string& found) {
    return fileError(file, {"", "a readable file", found, "Check the path and its permissions"});
  };
  const std::unique_ptr<std::FILE, Closing> stream(std::fopen(file.c_str(), "rbe"));
  if (!stream) throw fail(std::strerror(errno));
  const std::unique_ptr<EVP_MD_CTX, Closing> context(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex(context.get(), digest == Digest::md5 ? EVP_md5() : EVP_sha256(),
                                    nullptr) != 1)
    throw Error("This machine's OpenSSL does not offer the checksum that " + file.string() +
                " is verified with. Check its configuration.");
  std::vector<unsigned char> chunk(kChunk);
  std::int64_t total = 0;
  for (;;) {
    const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), stream.get());
    if (count == 0) break;
    EVP_DigestUpdate(context.get(), chunk.data(), count);
    total += static_cast<std::int64_t>(count);
    read(total);
  }
  if (std::ferror(stream.get())) throw fail("a failure to read it");
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_DigestFinal_ex(context.get(), bytes, &length);
  return {digest, hexOf(bytes, length)};
}

}  // namespace latlas::fetch
