#include "tests/core/data/corruption.h"

#include <algorithm>
#include <cstdlib>
#include <exception>

#include "core/base/error.h"
#include "tests/support/allocation_peak.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kCuts = 200, kFlips = 200;
// Readers' buffers, tables of the libraries and what GoogleTest itself holds.
constexpr std::size_t kFixedBytes = std::size_t{24} << 20;

class Check {
 public:
  Check(const GoodFile& file, const DamageCheck& how) : file_(file), how_(how) {
    path_ = folder_ / file.name;
    fs::create_directories(path_.parent_path());
    put(path_, file.bytes);
    good_ = open()->info();
  }

  void tryFile(const Bytes& damaged, const std::string& what) {
    put(path_, damaged);
    latlas::test::restartAllocationPeak();
    const std::size_t before = latlas::test::allocatedBytes();
    try {
      const DatasetPtr dataset = open();
      EXPECT_EQ(dataset->info().shape, good_.shape) << what;
      if (how_.mayLoseSamples)
        EXPECT_LE(dataset->info().count, good_.count) << what;
      else
        EXPECT_EQ(dataset->info().count, good_.count) << what;
    } catch (const Error& error) {
      const std::string text = error.what();
      EXPECT_NE(text.find(path_.filename().string()), std::string::npos) << what << ": " << text;
      EXPECT_NE(text.find("expected"), std::string::npos) << what << ": " << text;
      EXPECT_NE(text.find("found"), std::string::npos) << what << ": " << text;
    } catch (const std::exception& other) {
      ADD_FAILURE() << what << ": not an Error but " << other.what();
    }
    EXPECT_LE(latlas::test::allocationPeak() - before, 4 * file_.bytes.size() + kFixedBytes)
        << what;
  }

 private:
  DatasetPtr open() const { return how_.open ? how_.open(folder_.path()) : openAt(path_); }

  const GoodFile& file_;
  const DamageCheck& how_;
  latlas::test::TemporaryFolder folder_;
  fs::path path_;
  DatasetInfo good_;
};

}  // namespace

void checkDamagedFiles(const GoodFile& file, const DamageCheck& how) {
  ASSERT_FALSE(file.bytes.empty());
  if (!file.fuzzer.empty()) keepAsSeed(file.fuzzer, fs::path(file.name).filename(), file.bytes);
  if (std::getenv("LATLAS_SEEDS")) return;
  Check check(file, how);
  const std::size_t size = file.bytes.size();
  const std::size_t cuts = std::min(kCuts, size);
  for (std::size_t i = 0; i < cuts; ++i) {
    const std::size_t length = i * size / cuts;
    check.tryFile({file.bytes.begin(), file.bytes.begin() + static_cast<std::ptrdiff_t>(length)},
                  file.name + " cut to " + std::to_string(length) + " bytes");
  }
  for (std::size_t i = 0; i < std::min(kFlips, size); ++i) {
    Bytes flipped = file.bytes;
    flipped[i] ^= static_cast<std::uint8_t>(1u << (i % 8));
    check.tryFile(flipped, file.name + " with a bit turned at " + std::to_string(i));
  }
}

void keepAsSeed(const std::string& fuzzer, const std::string& name, const Bytes& bytes) {
  const char* folder = std::getenv("LATLAS_SEEDS");
  if (!folder) return;
  const fs::path target = fs::path(folder) / fuzzer / name;
  fs::create_directories(target.parent_path());
  put(target, bytes);
}

}  // namespace latlas::data::test
