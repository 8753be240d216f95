#include "core/data/storage/remembered.h"

#include <filesystem>

#include "tests/core/data/array_fixtures.h"

namespace latlas::data::test {
namespace {

// Just large enough to be remembered: zeros that take no room on the disk, and one value at the
// end.
void putSparse(const std::filesystem::path& path, const std::string& descr,
               const std::vector<std::int64_t>& dims, double last) {
  Bytes header = npyFile({descr, dims, {}});
  put(path, header);
  std::uintmax_t size = 1;
  for (const std::int64_t side : dims) size *= static_cast<std::uintmax_t>(side);
  const Bytes value = stored({last}, descr);
  std::filesystem::resize_file(path, header.size() + (size - 1) * value.size());
  std::FILE* file = std::fopen(path.c_str(), "ab");
  std::fwrite(value.data(), 1, value.size(), file);
  std::fclose(file);
}

TEST(Remembered, TheRangeOfALargeFileIsLookedForOnce) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  const std::vector<std::int64_t> dims{1 << 16, 64, 64};
  putSparse(folder / "x.npy", "|u1", dims, 1);
  const DatasetPtr first = openAt(folder / "x.npy", withoutMemory());
  EXPECT_EQ(first->info().values, "bytes, 0 to 1");
  EXPECT_EQ(cache.count(), 1);
  const DatasetPtr again = openAt(folder / "x.npy", withoutMemory());
  EXPECT_EQ(again->info().values, first->info().values);
  EXPECT_EQ(rowOf(*again, (1 << 16) - 1).back(), 1.0f);
  EXPECT_EQ(cache.count(), 1);
  // Another content, another range.
  putSparse(folder / "x.npy", "|u1", dims, 200);
  EXPECT_EQ(openAt(folder / "x.npy", withoutMemory())->info().values, "bytes, 0 to 255");
  EXPECT_EQ(cache.count(), 2);
}

TEST(Remembered, SoAreTheColumnsOfALargeTable) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  putSparse(folder / "x.npy", "<f8", {1 << 24, 2}, 4.0);
  const DatasetPtr first = openAt(folder / "x.npy", withoutMemory());
  const DatasetPtr again = openAt(folder / "x.npy", withoutMemory());
  EXPECT_EQ(cache.count(), 1);
  for (std::size_t i = 0; i < 2; ++i) {
    const Variable &a = first->info().variables[i], &b = again->info().variables[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.mean, b.mean);
    EXPECT_EQ(a.deviation, b.deviation);
    EXPECT_EQ(a.most, b.most);
  }
  EXPECT_EQ(again->info().variables[1].most, 4.0);
}

TEST(Remembered, SmallFilesAreMeasuredEachTime) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  put(folder / "x.npy", npyOf("<f4", {4, 2}, counting(8)));
  openAt(folder / "x.npy", withoutMemory());
  EXPECT_EQ(cache.count(), 0);
}

}  // namespace
}  // namespace latlas::data::test
