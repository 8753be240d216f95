// Pictures and numbers taken from a run, read back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/files.h"
#include "tests/app/cli_support.h"
#include "tests/support/png.h"

namespace latlas::test {
namespace {

// The 16 x 16 image in this cell of a grey grid without gaps.
std::vector<std::uint8_t> cell(const Png& png, int column, int row) {
  std::vector<std::uint8_t> pixels;
  for (int y = row * 16; y < row * 16 + 16; ++y)
    for (int x = column * 16; x < column * 16 + 16; ++x)
      pixels.push_back(png.pixels[static_cast<std::size_t>(y * png.width + x)]);
  return pixels;
}

// One run for all of these tests: 16 x 16 sprites, three latent dimensions.
class CliExport : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(latlas(smallTraining(*folder_ / "run")).exitCode, 0);
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static std::filesystem::path path(const std::string& name) { return *folder_ / name; }

  static ProgramResult exportTo(const std::string& name, const std::string& what,
                                const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"export", path("run").string(), what, "--to",
                                       path(name).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return latlas(arguments);
  }

  static Png exported(const std::string& name, const std::string& what,
                      const std::vector<std::string>& more = {}) {
    const auto result = exportTo(name, what, more);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    EXPECT_NE(result.out.find(path(name).string()), std::string::npos) << "says where";
    const Png png = readPng(path(name));
    const auto [darkest, lightest] = std::minmax_element(png.pixels.begin(), png.pixels.end());
    EXPECT_GT(*lightest - *darkest, 20) << what << " is a picture and not one tone";
    return png;
  }

 private:
  static std::unique_ptr<TemporaryFolder> folder_;
};
std::unique_ptr<TemporaryFolder> CliExport::folder_;

TEST_F(CliExport, SamplesFollowTheirSeedAndSize) {
  const std::vector<std::string> size{"--columns", "6", "--rows", "4"};
  const Png one = exported("samples.png", "samples", size);
  EXPECT_EQ(one.width, 6 * 16);
  EXPECT_EQ(one.height, 4 * 16);
  EXPECT_EQ(exported("again.png", "samples", size).pixels, one.pixels);
  std::vector<std::string> otherSeed = size;
  otherSeed.insert(otherSeed.end(), {"--seed", "2"});
  EXPECT_NE(exported("other.png", "samples", otherSeed).pixels, one.pixels);
}

TEST_F(CliExport, CellsAndGapsMakeThePictureLarger) {
  const Png png = exported("large.png", "samples", {"--side", "3", "--cell", "48", "--gap", "2"});
  EXPECT_EQ(png.width, 3 * 48 + 2 * 2);
  EXPECT_EQ(png.height, png.width);
}

TEST_F(CliExport, ManifoldAndTraversalShareWhatTheyDecodeBoth) {
  const Png manifold = exported("manifold.png", "manifold", {"--side", "5", "--range", "2"});
  EXPECT_EQ(manifold.width, 5 * 16);
  EXPECT_EQ(manifold.height, 5 * 16);
  const Png traversal = exported("traversal.png", "traversal", {"--columns", "5", "--range", "2"});
  EXPECT_EQ(traversal.width, 5 * 16);
  EXPECT_EQ(traversal.height, 3 * 16) << "a row for each latent dimension";
  // Along axis 0 with the others at zero: the manifold's middle row is the traversal's first.
  for (int column = 0; column < 5; ++column)
    EXPECT_EQ(cell(manifold, column, 2), cell(traversal, column, 0)) << column;
  EXPECT_NE(cell(traversal, 0, 0), cell(traversal, 4, 0)) << "an axis changes the image";
  const Png other =
      exported("axes.png", "manifold", {"--side", "5", "--range", "2", "--axes", "2,1"});
  EXPECT_NE(other.pixels, manifold.pixels);
}

TEST_F(CliExport, ReconstructionsStandBelowTheirOriginals) {
  const Png png = exported("pairs.png", "reconstructions", {"--columns", "5", "--rows", "2"});
  EXPECT_EQ(png.width, 5 * 16);
  EXPECT_EQ(png.height, 2 * 2 * 16);
  const auto original = cell(png, 0, 0);
  EXPECT_EQ(*std::max_element(original.begin(), original.end()), 255) << "white shapes on black";
  EXPECT_NE(original, cell(png, 0, 1));
}

TEST_F(CliExport, LatentsAreAMatrixThatNumpyReads) {
  ASSERT_EQ(exportTo("mu.npy", "latents").exitCode, 0);
  const auto bytes = readFile(path("mu.npy"));
  ASSERT_GT(bytes.size(), 128u);
  const std::string header(bytes.begin() + 10, bytes.begin() + 128);
  EXPECT_EQ(std::memcmp(bytes.data(), "\x93NUMPY\x01\x00", 8), 0);
  EXPECT_NE(header.find("'descr': '<f4'"), std::string::npos) << header;
  EXPECT_NE(header.find("'shape': (2048, 3)"), std::string::npos) << header;
  const std::size_t begin = 10 + bytes[8] + 256u * bytes[9];
  EXPECT_EQ(begin % 64, 0u);
  std::vector<float> mu(2048 * 3);
  ASSERT_EQ(bytes.size(), begin + mu.size() * sizeof(float));
  std::memcpy(mu.data(), bytes.data() + begin, mu.size() * sizeof(float));
  const auto [least, most] = std::minmax_element(mu.begin(), mu.end());
  EXPECT_LT(*least, *most);
  EXPECT_LT(std::max(std::abs(*least), std::abs(*most)), 100.0f);
}

TEST_F(CliExport, TheHistoryIsTheTableOfTheRun) {
  ASSERT_EQ(exportTo("h.csv", "history").exitCode, 0);
  EXPECT_EQ(readText(path("h.csv")), readText(path("run/history.csv")));
}

TEST_F(CliExport, AFailureLeavesNothingUnderTheFinalName) {
  EXPECT_EQ(exportTo("bad.png", "manifold", {"--axes", "0,7"}).exitCode, 2);
  EXPECT_EQ(exportTo("bad.png", "traversal", {"--centre", "1,2"}).exitCode, 2);
  const std::string otherData = "builtin:sprites?size=16&count=100";
  EXPECT_EQ(exportTo("bad.npy", "latents", {"--dataset", otherData}).exitCode, 1);
  EXPECT_EQ(exportTo("run/run.json/x.png", "samples").exitCode, 1);
  for (const std::string& name : filesIn(path("")))
    EXPECT_EQ(name.find("bad"), std::string::npos) << name;
}

TEST_F(CliExport, ADamagedRunIsNamedInOneLine) {
  std::filesystem::copy(path("run"), path("damaged"));
  std::filesystem::resize_file(path("damaged/weights.safetensors"), 100);
  const auto result =
      latlas({"export", path("damaged").string(), "samples", "--to", path("damaged.png").string()});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_TRUE(isOneLineError(result.err, {"weights.safetensors"}));
  EXPECT_FALSE(std::filesystem::exists(path("damaged.png")));
}

}  // namespace
}  // namespace latlas::test
