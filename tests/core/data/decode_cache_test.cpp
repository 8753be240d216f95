#include "core/data/storage/decode_cache.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/storage/decoded_samples.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

namespace fs = std::filesystem;

class DecodeCache : public testing::Test {
 protected:
  DecodeCache() { ::setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1); }
  ~DecodeCache() override { ::unsetenv("XDG_CACHE_HOME"); }

  fs::path entries() const { return folder_ / "latlas" / "decoded"; }
  std::size_t entryCount() const {
    std::error_code none;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(entries(), none), {}));
  }

  latlas::test::TemporaryFolder folder_;
};

Bytes samplesOf(const CachedSamples& cached) {
  Bytes bytes(cached.size);
  cached.bytes->read(cached.offset, bytes);
  return bytes;
}

TEST_F(DecodeCache, WhatWasKeptIsFoundAgain) {
  const CacheKey key("test 1");
  EXPECT_FALSE(findCached(key));
  const Bytes samples = countingBytes(10000);
  CacheWriter writer(key, samples.size());
  const std::span<const std::uint8_t> all(samples);
  writer.write(4000, all.subspan(4000));
  writer.write(0, all.first(4000));
  EXPECT_FALSE(findCached(key)) << "before it is whole";
  const auto kept = writer.keep({{"classes", {"a", "b"}}}, samples.size());
  EXPECT_EQ(samplesOf(kept), samples);
  const auto found = findCached(key);
  ASSERT_TRUE(found);
  EXPECT_EQ(samplesOf(*found), samples);
  EXPECT_EQ((*found->page)["classes"][1], "b");
  EXPECT_NO_THROW(kept.bytes->requireUnchanged()) << "finding it changes nothing of it";
}

TEST_F(DecodeCache, FewerSamplesThanReservedMayBeKept) {
  const CacheKey key("test 1");
  CacheWriter writer(key, 9000);
  writer.write(0, countingBytes(50));
  EXPECT_EQ(samplesOf(writer.keep({}, 50)), countingBytes(50));
  EXPECT_LT(fs::file_size(fs::directory_iterator(entries())->path()), 4096u + 100u);
}

TEST_F(DecodeCache, AnUnfinishedEntryLeavesNothing) {
  {
    CacheWriter writer(CacheKey("test 1"), 100);
    writer.write(0, countingBytes(100));
    EXPECT_EQ(entryCount(), 1u);
  }
  EXPECT_EQ(entryCount(), 0u);
}

TEST_F(DecodeCache, ADamagedEntryIsRemoved) {
  for (const std::uint64_t length : {0, 10, 4000, 4096 + 99, 4096 + 100}) {
    const CacheKey key("test 1");
    CacheWriter writer(key, 100);
    writer.write(0, countingBytes(100));
    writer.keep({{"a", 1}}, 100);
    fs::resize_file(fs::directory_iterator(entries())->path(), length);
    EXPECT_FALSE(findCached(key)) << length;
    EXPECT_EQ(entryCount(), 0u);
  }
}

TEST_F(DecodeCache, AKeyFollowsContentDateAndSettings) {
  const auto path = folder_ / "data.bin";
  const auto keyOf = [&](std::string_view settings) {
    CacheKey key(settings);
    key.addFile(path);
    return key.hex();
  };
  Bytes content = countingBytes(100000);
  put(path, content);
  const auto date = fs::last_write_time(path);
  const std::string first = keyOf("size 32");
  EXPECT_EQ(keyOf("size 32"), first);
  EXPECT_NE(keyOf("size 64"), first);
  content[0] ^= 1;
  put(path, content);
  fs::last_write_time(path, date);
  EXPECT_NE(keyOf("size 32"), first) << "another content of the same length and date";
  content[0] ^= 1;
  put(path, content);
  fs::last_write_time(path, date + std::chrono::seconds(1));
  EXPECT_NE(keyOf("size 32"), first) << "another date";
}

TEST_F(DecodeCache, SmallSamplesStayInMemoryLargeOnesGoToTheDisk) {
  const Bytes samples = countingBytes(5'000'000);
  OpenOptions options;
  options.memoryLimit = samples.size();
  DecodedSamples inMemory(CacheKey("a"), samples.size(), options);
  inMemory.write(0, samples);
  const auto held = inMemory.finish({}, samples.size());
  EXPECT_FALSE(held.bytes->inMemory().empty());
  EXPECT_EQ(samplesOf(held), samples);
  EXPECT_TRUE(findCached(CacheKey("a"))) << "kept for the next time too";
  options.memoryLimit = samples.size() - 1;
  DecodedSamples onDisk(CacheKey("b"), samples.size(), options);
  onDisk.write(0, samples);
  const auto written = onDisk.finish({}, samples.size());
  EXPECT_TRUE(written.bytes->inMemory().empty());
  EXPECT_EQ(samplesOf(written), samples);
}

// In a child, whose files may not grow: the disk is full for it.
std::string messageWithFullDisk(const std::function<void()>& action) {
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{8192, 8192};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::string text = "opened";
    try {
      action();
    } catch (const std::exception& error) {
      text = error.what();
    }
    const ssize_t written = ::write(ends[1], text.data(), text.size());
    ::_exit(written == std::ssize(text) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text(4096, '\0');
  const ssize_t length = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  return text;
}

TEST_F(DecodeCache, AFullDiskIsSaidAndLeavesNothing) {
  const std::string text =
      messageWithFullDisk([] { CacheWriter writer(CacheKey("test 1"), 100'000'000); });
  expectSays(text, {"decoded", "100.0 MB", "XDG_CACHE_HOME"});
  EXPECT_EQ(entryCount(), 0u);
}

TEST_F(DecodeCache, AFullDiskDoesNotKeepSmallSamplesFromOpening) {
  const std::string text = messageWithFullDisk([] {
    DecodedSamples samples(CacheKey("test 1"), 8'000'000, {});
    samples.write(0, countingBytes(8'000'000));
    samples.finish({}, 8'000'000);
  });
  EXPECT_EQ(text, "opened");
  EXPECT_EQ(entryCount(), 0u);
}

}  // namespace
}  // namespace latlas::data::test
