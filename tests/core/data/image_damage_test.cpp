// Damaged images in a folder, and damaged archives of images: cut short, and with bits turned.
#include <algorithm>

#include "tests/core/data/archive_fixtures.h"
#include "tests/core/data/corruption.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

// What depends on the damaged file alone is told: it may become grey, or the smallest.
DatasetPtr openWhole(const std::filesystem::path& path) {
  OpenOptions options;
  options.imageSize = 16;
  options.colour = Colour::rgb;
  return openAt(path, options);
}

struct Picture {
  const char* name;
  Bytes bytes;
};

std::vector<Picture> pictures() {
  Bytes rgb = countingBytes(24 * 17 * 3), indices = countingBytes(24 * 17);
  for (std::uint8_t& index : indices) index &= 127;
  const auto pnm = [](const std::string& text, const Bytes& samples) {
    Bytes file(text.size() + samples.size());
    std::copy(samples.begin(), samples.end(), std::copy(text.begin(), text.end(), file.begin()));
    return file;
  };
  return {{"colour.png", pngFile(24, 17, 3, rgb)},
          {"photo.jpg", jpegFile(24, 17, 3, rgb)},
          {"plain.bmp", bmpFile(24, 17, 3, rgb)},
          {"runs.tga", tgaFile(24, 17, 3, plainImage(24, 17, {1, 2, 3}))},
          {"frame.gif", gifFile(24, 17, indices, rgb, 5)},
          {"map.ppm", pnm("P6\n24 17\n255\n", rgb)},
          {"text.pgm", pnm("P2 4 2 9\n1 2 3 4\n5 6 7 8\n", {})}};
}

class DamagedPicture : public testing::TestWithParam<int> {
 protected:
  Picture picture_ = pictures()[static_cast<std::size_t>(GetParam())];
};

TEST_P(DamagedPicture, AloneIsReadOrRefused) {
  checkDamagedFiles({std::string("set/") + picture_.name, picture_.bytes, "fuzz_image"},
                    {false, [](const auto& folder) { return openWhole(folder / "set"); }});
}

TEST_P(DamagedPicture, AmongOthersIsReadOrSkipped) {
  const auto open = [](const auto& folder) {
    put(folder / "set/good.png", pngFile(20, 20, 3, plainImage(20, 20, {9, 8, 7})));
    const auto dataset = openWhole(folder / "set");
    EXPECT_EQ(dataset->info().count + std::ssize(dataset->info().skipped), 2);
    return dataset;
  };
  checkDamagedFiles({std::string("set/") + picture_.name, picture_.bytes, ""}, {true, open});
}

INSTANTIATE_TEST_SUITE_P(Kinds, DamagedPicture, testing::Range(0, 7), [](const auto& kind) {
  const std::string name = pictures()[static_cast<std::size_t>(kind.param)].name;
  return name.substr(0, name.find('.'));
});

Bytes noiseImage(int seed) {
  Bytes pixels;
  auto state = static_cast<std::uint32_t>(seed);
  for (int i = 0; i < 16 * 16 * 3; ++i) {
    state = state * 1664525u + 1013904223u;
    pixels.push_back(static_cast<std::uint8_t>(state >> 24));
  }
  return pngFile(16, 16, 3, pixels);
}

void checkDamagedArchive(const std::string& name, const Bytes& bytes, const std::string& fuzzer) {
  checkDamagedFiles({name, bytes, fuzzer},
                    {true, [&](const auto& folder) { return openWhole(folder / name); }});
}

TEST(DamagedArchive, Zip) {
  checkDamagedArchive(
      "stored.zip", zipFile({{"a/1.png", noiseImage(1)}, {"b/2.png", noiseImage(2)}}), "fuzz_zip");
  checkDamagedArchive("deflated.zip",
                      zipFile({{"a/1.png", noiseImage(1), true}, {"b/2.png", noiseImage(2), true}}),
                      "fuzz_zip");
}

TEST(DamagedArchive, Tar) {
  const Bytes tar =
      tarFile({{"a/", {}, '5'}, {"a/1.png", noiseImage(1)}, {"b/2.png", noiseImage(2)}});
  checkDamagedArchive("plain.tar", tar, "fuzz_tar");
  checkDamagedArchive("packed.tar.gz", gzipped(tar), "fuzz_tar");
}

}  // namespace
}  // namespace latlas::data::test
