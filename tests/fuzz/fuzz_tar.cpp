// TARs of images. The sums of the headers are set right first, since hardly any input would pass
// them; compressed ones are taken as they are.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/archive_walk.h"

namespace {

constexpr std::size_t kBlock = 512, kSizeAt = 124, kSumAt = 148, kSumLength = 8, kMagicAt = 257;

// From header to header, as far as their sizes lead.
void setSums(std::vector<std::uint8_t>& file) {
  for (std::size_t at = 0; at + kBlock <= file.size();) {
    const auto header = file.begin() + static_cast<std::ptrdiff_t>(at);
    std::fill_n(header + kSumAt, kSumLength, std::uint8_t{' '});
    unsigned sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) sum += file[at + i];
    char digits[kSumLength + 1];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    std::copy_n(digits, 7, header + kSumAt);
    const std::string size(header + kSizeAt, header + kSizeAt + 11);
    const std::size_t length = std::strtoul(size.c_str(), nullptr, 8);
    at += kBlock + std::min(file.size(), (length + kBlock - 1) / kBlock * kBlock);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint8_t> file(data, data + size);
  const bool isPlain =
      size > kMagicAt + 5 && std::equal(data + kMagicAt, data + kMagicAt + 5, "ustar");
  if (isPlain) setSums(file);
  latlas::data::fuzz::walkArchive(std::move(file));
  return 0;
}
