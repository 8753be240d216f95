#include "core/fetch/checksum.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/temporary_folder.h"

namespace latlas::fetch {
namespace {

const auto kUnwatched = [](std::int64_t) {};

TEST(Checksum, IsReadAndWritten) {
  const auto md5 = parseChecksum("md5:900150983cd24fb0d6963f7d28e17f72");
  ASSERT_TRUE(md5);
  EXPECT_EQ(md5->digest, Digest::md5);
  EXPECT_EQ(toString(*md5), "MD5 900150983cd24fb0d6963f7d28e17f72");
  const auto sha = parseChecksum("sha256:" + std::string(64, 'a'));
  ASSERT_TRUE(sha);
  EXPECT_EQ(toString(*sha), "SHA-256 " + std::string(64, 'a'));
}

TEST(Checksum, OfAnotherFormIsNone) {
  for (const char* text :
       {"", "md5:", "900150983cd24fb0d6963f7d28e17f72", "md5:900150983CD24FB0D6963F7D28E17F72",
        "md5:900150983cd24fb0d6963f7d28e17f7", "md5:g00150983cd24fb0d6963f7d28e17f72",
        "sha1:900150983cd24fb0d6963f7d28e17f72", "sha256:900150983cd24fb0d6963f7d28e17f72"})
    EXPECT_FALSE(parseChecksum(text)) << text;
}

// RFC 1321, A.5 and FIPS 180-4's example.
TEST(Checksum, OfAFileIsThePublishedOne) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "abc", std::string_view("abc"));
  EXPECT_EQ(checksumOf(folder / "abc", Digest::md5, kUnwatched).hex,
            "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(checksumOf(folder / "abc", Digest::sha256, kUnwatched).hex,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  writeFileAtomically(folder / "none", std::string_view());
  EXPECT_EQ(checksumOf(folder / "none", Digest::md5, kUnwatched).hex,
            "d41d8cd98f00b204e9800998ecf8427e");
}

TEST(Checksum, OfALargeFileTellsHowFarItIsAndCanBeStopped) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "large", std::string(1'000'000, 'x'));
  std::int64_t last = 0;
  checksumOf(folder / "large", Digest::md5, [&](std::int64_t at) {
    EXPECT_GT(at, last);
    last = at;
  });
  EXPECT_EQ(last, 1'000'000);
  EXPECT_THROW(checksumOf(folder / "large", Digest::md5,
                          [](std::int64_t) { throw Error("enough"); }),
               Error);
}

TEST(Checksum, OfAMissingFileNamesIt) {
  try {
    checksumOf("/nowhere/at/all", Digest::md5, kUnwatched);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("/nowhere/at/all"), std::string::npos);
  }
}

}  // namespace
}  // namespace latlas::fetch
