#include "core/data/formats/hdf5.h"

#include <cmath>

#include "core/base/error.h"
#include "tests/core/data/array_fixtures.h"
#include "tests/core/data/corruption.h"
#include "tests/core/data/hdf5_fixture.h"

namespace latlas::data::test {
namespace {

using Names = std::vector<std::string>;

Hdf5Set imagesOf(const std::string& name, std::int64_t count, std::uint8_t first = 0) {
  Bytes pixels = countingBytes(static_cast<std::size_t>(count) * 64);
  for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(pixel + first);
  return {name, "|u1", {count, 8, 8}, pixels};
}

Hdf5Set numbersOf(const std::string& name, const std::string& descr,
                  const std::vector<std::int64_t>& dims, const std::vector<double>& numbers) {
  return {name, descr, dims, stored(numbers, descr)};
}

Hdf5Set chunked(Hdf5Set set, const std::vector<std::int64_t>& chunk, int gzip, bool isShuffled) {
  set.chunk = chunk;
  set.gzip = gzip;
  set.isShuffled = isShuffled;
  return set;
}

TEST(Hdf5, InOnePieceIsReadInPlace) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  for (const bool isNewest : {false, true}) {  // superblocks 0 and 3
    put(folder / "a.h5",
        hdf5File({imagesOf("some/images", 5), numbersOf("labels", "<i4", {5}, {3, 1, 3, 2, 1})},
                 isNewest));
    for (const OpenOptions& options : {OpenOptions{}, withoutMemory()}) {
      const DatasetPtr dataset = openAt(folder / "a.h5", options);
      EXPECT_EQ(dataset->info().shape, (Shape{1, 8, 8}));
      EXPECT_EQ(dataset->info().options.array, "some/images");
      EXPECT_EQ(dataset->info().options.labels, "labels");
      EXPECT_EQ(dataset->info().classes, (Names{"1", "2", "3"}));
      EXPECT_EQ(dataset->label(3), 1);
      EXPECT_EQ(dataset->info().memoryBytes, options.memoryLimit == 1 ? 20 : 320 + 20);
      for (std::int64_t row = 0; row < 5; ++row)
        EXPECT_EQ(rowBytes(*dataset, row)[3], (row * 64 + 3) % 251);
    }
  }
  EXPECT_EQ(cache.count(), 0);
}

TEST(Hdf5, ChunksAreUnpackedOnce) {
  const latlas::test::TemporaryFolder folder;
  using Sizes = std::vector<std::int64_t>;
  for (const Sizes& chunk : {Sizes{1, 8, 8}, Sizes{3, 8, 5}, Sizes{100, 4, 8}})
    for (const int gzip : {0, 4}) {
      const TemporaryCache cache;
      put(folder / "a.h5", hdf5File({chunked(imagesOf("x", 100), chunk, gzip, gzip > 0)}));
      const DatasetPtr held = openAt(folder / "a.h5");
      const DatasetPtr cached = openAt(folder / "a.h5", withoutMemory());
      EXPECT_EQ(cache.count(), 1);
      for (std::int64_t row = 0; row < 100; ++row) {
        EXPECT_EQ(rowBytes(*held, row)[7], (row * 64 + 7) % 251);
        EXPECT_EQ(rowBytes(*cached, row), rowBytes(*held, row));
      }
      EXPECT_EQ(openAt(folder / "a.h5", withoutMemory())->fingerprint(), cached->fingerprint());
      EXPECT_EQ(cache.count(), 1);
    }
}

TEST(Hdf5, EveryTypeInEitherOrder) {
  const latlas::test::TemporaryFolder folder;
  for (const std::string type :
       {"b1", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"})
    for (const std::string order : {"<", ">"}) {
      SCOPED_TRACE(order + type);
      std::vector<double> numbers{1, 2, 3, 40, 5, 6};
      if (type == "b1") numbers = {0, 1, 1, 0, 1, 0};
      for (const bool isChunked : {false, true}) {
        Hdf5Set set = numbersOf("x", order + type, {3, 2}, numbers);
        if (isChunked) set = chunked(set, {2, 2}, 1, false);
        put(folder / "a.h5", hdf5File({set}));
        const DatasetPtr dataset = openAt(folder / "a.h5");
        ASSERT_EQ(dataset->info().shape, vectorShape(2));
        for (std::int64_t row = 0; row < 3; ++row)
          expectNear(rowInUnits(*dataset, row), {numbers[static_cast<std::size_t>(row) * 2],
                                                 numbers[static_cast<std::size_t>(row) * 2 + 1]});
      }
    }
}

TEST(Hdf5, DspritesHasFactors) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "dsprites.hdf5",
      hdf5File({chunked({"imgs", "|u1", {4, 8, 8}, Bytes(256, 1)}, {2, 8, 8}, 4, false),
                numbersOf("latents/classes", "<i8", {4, 6},
                          {0, 0, 0, 0, 0, 2, 0, 2, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1}),
                numbersOf("latents/values", "<f8", {4, 6},
                          {1, 1, 0.5, 0.0, 0.0, 1.0, 1, 3, 1.0, 3.5, 0.0, 0.5,
                           1, 2, 0.5, 0.0, 1.0, 0.0, 1, 1, 1.0, 3.5, 1.0, 0.5})}));
  const DatasetPtr dataset = openAt(folder / "dsprites.hdf5");
  const DatasetInfo& info = dataset->info();
  ASSERT_EQ(info.factors.size(), 6u);
  EXPECT_EQ(info.factors[3].name, "orientation");
  EXPECT_EQ(info.factors[3].values, (std::vector<double>{0.0, 3.5}));
  EXPECT_EQ(info.classes, (Names{"square", "ellipse", "heart"}));
  EXPECT_EQ(dataset->label(1), 2);
  EXPECT_EQ(dataset->factorLevel(1, 5), 1);
}

TEST(Hdf5, ThreeDShapesHasFactors) {
  const latlas::test::TemporaryFolder folder;
  const std::vector<double> labels{0.0, 0.9, 0.1, 0.75, 0, -30, 0.1, 0.9, 0.1, 1.25, 3, 30,
                                   0.0, 0.5, 0.2, 0.75, 1, 0,   0.0, 0.5, 0.2, 0.75, 2, 0};
  Hdf5Set images{"images", "|u1", {4, 8, 8, 3}, countingBytes(768)};
  put(folder / "3dshapes.h5", hdf5File({images, numbersOf("labels", "<f8", {4, 6}, labels)}));
  const DatasetPtr dataset = openAt(folder / "3dshapes.h5");
  const DatasetInfo& info = dataset->info();
  EXPECT_EQ(info.shape, (Shape{3, 8, 8}));
  Names names;
  for (const Factor& factor : info.factors) names.push_back(factor.name);
  EXPECT_EQ(names, (Names{"floor_hue", "wall_hue", "object_hue", "scale", "shape", "orientation"}));
  EXPECT_EQ(info.factors[5].values, (std::vector<double>{-30, 0, 30}));
  EXPECT_EQ(info.classes, (Names{"cube", "cylinder", "sphere", "capsule"}));
  EXPECT_EQ(dataset->label(1), 3);
  EXPECT_EQ(dataset->factorLevel(1, 0), 1);
  // Green of the pixel (1, 2) of image 1, in planes.
  EXPECT_EQ(rowBytes(*dataset, 1)[64 + 8 + 2], (192 + (8 + 2) * 3 + 1) % 251);
}

TEST(Hdf5, SplitsTextsAndQuestions) {
  const latlas::test::TemporaryFolder folder;
  const std::string texts("dog\0cat\0\0dog\0", 13);
  Hdf5Set names{"site", "text", {4}, Bytes(texts.begin(), texts.end())};
  Hdf5Set letters{"y", "|S3", {4}, {'a', 0, 0, 'b', 'b', 0, 'c', 'c', 'c', 'a', 0, 0}};
  put(folder / "a.h5", hdf5File({imagesOf("x", 4), names, letters}));
  const DatasetPtr dataset = openAt(folder / "a.h5");
  EXPECT_EQ(dataset->info().classes, (Names{"a", "bb", "ccc"}));
  EXPECT_EQ(columnOf(*dataset, "site").text(1), "cat");
  EXPECT_EQ(columnOf(*dataset, "site").text(2), "");
  OpenOptions by;
  by.labels = "site";
  EXPECT_EQ(openAt(folder / "a.h5", by)->info().classes, (Names{"cat", "dog"}));

  put(folder / "g.h5",
      hdf5File({imagesOf("set/images", 3), numbersOf("set/labels", "<i4", {3}, {7, 8, 7})}));
  EXPECT_EQ(openAt(folder / "g.h5")->info().classes, (Names{"7", "8"})) << "in one group";

  put(folder / "b.h5",
      hdf5File({imagesOf("train/images", 3), numbersOf("train/labels", "<i4", {3}, {1, 2, 1}),
                chunked(imagesOf("test/images", 2, 100), {1, 8, 8}, 1, false),
                numbersOf("test/labels", "<i4", {2}, {2, 2})}));
  const DatasetPtr split = openAt(folder / "b.h5");
  EXPECT_EQ(split->info().publishedTrainCount, 3);
  EXPECT_EQ(split->label(4), 1);
  EXPECT_EQ(rowBytes(*split, 4)[1], 100 + 65);
  EXPECT_EQ(columnOf(*split, "split").text(4), "test");

  // In groups of their own, by path.
  put(folder / "d.h5", hdf5File({imagesOf("one/images", 3), imagesOf("two/images", 2),
                                 numbersOf("one/labels", "<i4", {3}, {7, 8, 7}),
                                 numbersOf("two/labels", "<i4", {2}, {5, 6})}));
  by = {};
  by.array = "/two/images";
  EXPECT_EQ(openAt(folder / "d.h5", by)->info().classes, (Names{"5", "6"}));
  by.array = "one/images";
  EXPECT_EQ(openAt(folder / "d.h5", by)->info().classes, (Names{"7", "8"}));
  by.labels = "/two/labels";
  expectSays(errorOf([&] { openAt(folder / "d.h5", by); }), {"two/labels", "3 rows", "found 2"});

  put(folder / "c.h5", hdf5File({imagesOf("a", 3), imagesOf("b", 4)}));
  expectSays(errorOf([&] { openAt(folder / "c.h5"); }),
             {"c.h5", "a (3 x 8 x 8, bytes)", "--array"});
  Progress progress;
  EXPECT_EQ(survey((folder / "c.h5").string(), {}, progress).arrays.size(), 2u);
  OpenOptions chosen;
  chosen.array = "b";
  EXPECT_EQ(survey((folder / "c.h5").string(), chosen, progress).count, 4);
  EXPECT_EQ(openAt(folder / "c.h5", chosen)->info().count, 4);
}

TEST(Hdf5, SaysWhatIsWrong) {
  const latlas::test::TemporaryFolder folder;
  const auto error = [&](const Bytes& file) {
    put(folder / "a.h5", file);
    return errorOf([&] { openAt(folder / "a.h5"); });
  };
  const Bytes good = hdf5File({imagesOf("x", 4)});
  expectSays(error({good.begin(), good.end() - 1}),
             {"a.h5", std::to_string(good.size()), std::to_string(good.size() - 1)});
  expectSays(error({good.begin(), good.begin() + 20}), {"offset 20", "superblock"});
  Bytes other = good;
  other[8] = 9;
  expectSays(error(other), {"offset 8", "version 0 to 3", "found 9"});
  other = good;
  other[13] = 3;
  expectSays(error(other), {"offset 13", "2, 4 or 8 bytes"});
  expectSays(error(hdf5File({})), {"can be samples", "no array"});
  expectSays(error(hdf5File({{"x", "complex", {2, 4}, Bytes(64)}})), {"complex numbers"});
  Hdf5Set empty = imagesOf("x", 4);
  empty.values.clear();
  expectSays(error(hdf5File({empty})), {"x (no values: they were never written)"});
  empty.external = "other.bin";
  expectSays(error(hdf5File({empty})), {"x (values that lie in other files)"});
  expectSays(error(hdf5File({imagesOf("x", 4), numbersOf("y", "<i4", {5}, counting(5))})),
             {"a.h5/y", "expected 4 rows", "found 5"});
}

TEST(Hdf5, WhatWasHardlyWrittenIsRefusedUnlessAllowed) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  // 67 MB, of which one chunk of 1024 bytes is there; the others are zeros.
  const Hdf5Set one{"x", "|u1", {1 << 16, 32, 32}, countingBytes(1024)};
  put(folder / "a.h5", hdf5File({chunked(one, {1, 32, 32}, 0, false)}));
  OpenOptions options = withoutMemory();
  expectSays(errorOf([&] { openAt(folder / "a.h5", options); }),
             {"a.h5", "2000 times its 1.0 kB", "67.1 MB", "--unpack-ratio"});
  options.unpackRatio = 1e5;
  const DatasetPtr dataset = openAt(folder / "a.h5", options);
  EXPECT_EQ(rowBytes(*dataset, 0), countingBytes(1024));
  EXPECT_EQ(rowBytes(*dataset, (1 << 16) - 1), Bytes(1024));
}

TEST(Hdf5, ListingsAreNotTrusted) {
  const auto parse = [](const std::string& text) { return parseHdf5Listing(text, 1000, "a.h5"); };
  const std::string good =
      R"([{"name":"x","type":"<u2","dims":[3,4],"stored":24,"offset":800,"chunk_rows":2}])";
  keepAsSeed("fuzz_hdf5", "listing.json", {good.begin(), good.end()});
  const Hdf5Listing listing = parse(good);
  EXPECT_EQ(listing.arrays[0].name, "x");
  EXPECT_EQ(listing.arrays[0].array.type.element, Element::u16);
  EXPECT_EQ(listing.storages[0].offset, 800u);
  EXPECT_EQ(listing.storages[0].chunkRows, 2);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return errorOf([&] { parse(text); });
  };
  expectSays(with("[3,4]", "[-3,4]"), {"a.h5", "dims"});
  expectSays(with("[3,4]", "[4611686018427387904,4]"), {"a.h5", "can hold"});
  expectSays(with("[3,4]", "[1.5]"), {"a.h5", "dims"});
  expectSays(with("<u2", "<u3"), {"a.h5", "type"});
  expectSays(with("\"stored\":24", "\"stored\":-1"), {"a.h5", "stored"});
  expectSays(with("\"chunk_rows\":2", "\"chunk_rows\":0"), {"a.h5", "chunk_rows"});
  expectSays(with("\"x\"", '"' + std::string(5000, 'x') + '"'), {"a.h5", "name", "4096"});
  expectSays(with("[{", "{"), {"a.h5"});
  expectSays(errorOf([&] { parse("{}"); }), {"a.h5", "list"});
  const std::string beyond = R"([{"name":"x","type":"|u1","dims":[2000],"stored":2000}])";
  EXPECT_EQ(parse(beyond).arrays[0].unusable, "values that reach beyond the file");
}

TEST(Hdf5, DamagedFilesAreRefusedOrTheSame) {
  const TemporaryCache cache;
  checkDamagedFiles({"plain.h5", hdf5File({imagesOf("x", 6)}), "fuzz_hdf5"});
  checkDamagedFiles({"packed.h5", hdf5File({chunked(imagesOf("x", 6), {4, 8, 8}, 4, true)}, true),
                     "fuzz_hdf5"});
}

}  // namespace
}  // namespace latlas::data::test
