// The funnel that every array format ends in: any axis order, type and place gives the same
// samples.
#include "core/data/assemble.h"

#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/storage/repack.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

constexpr int kCount = 7, kChannels = 3, kHeight = 4, kWidth = 5;
const Shape kShape{kChannels, kHeight, kWidth};

// The value of one number, different for each place.
int valueAt(int n, int c, int y, int x) {
  return (((n * kChannels + c) * kHeight + y) * kWidth + x) % 256;
}

struct Order {
  const char* name;
  std::array<int, 4> axes;  // from the slowest: 0 sample, 1 channel, 2 height, 3 width
};
constexpr std::array kOrders{Order{"NCHW", {0, 1, 2, 3}}, Order{"NHWC", {0, 2, 3, 1}},
                             Order{"NWHC, transposed", {0, 3, 2, 1}},
                             Order{"Fortran order", {3, 2, 1, 0}}, Order{"HWNC", {2, 3, 0, 1}}};

// An array of bytes (or 16-bit numbers) in this order, as a source.
ArraySource sourceOf(const Order& order, Element element, const BytesPtr& bytes,
                     std::uint64_t offset) {
  const std::array<int, 4> lengths{kCount, kChannels, kHeight, kWidth};
  std::array<std::int64_t, 4> strides{};
  std::int64_t stride = sizeOf(element);
  for (std::size_t i = 4; i-- > 0;) {
    const auto axis = static_cast<std::size_t>(order.axes[i]);
    strides[axis] = stride;
    stride *= lengths[axis];
  }
  return {kShape,
          {{element}, strides[0], {strides[1], strides[2], strides[3]}},
          {{bytes, offset, kCount}}};
}

Bytes arrayBytes(const Order& order, Element element, std::size_t offset) {
  const ArraySource places = sourceOf(order, element, nullptr, 0);
  const auto size = static_cast<std::size_t>(sizeOf(element));
  Bytes bytes(offset + kCount * static_cast<std::size_t>(kShape.size()) * size);
  for (int n = 0; n < kCount; ++n)
    for (int c = 0; c < kChannels; ++c)
      for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
          const auto at = static_cast<std::size_t>(
              n * places.layout.sampleStride + c * places.layout.strides[0] +
              y * places.layout.strides[1] + x * places.layout.strides[2]);
          bytes[offset + at] = static_cast<std::uint8_t>(valueAt(n, c, y, x));
        }
  return bytes;
}

void expectSamples(const Dataset& dataset) {
  ASSERT_EQ(dataset.info().count, kCount);
  ASSERT_EQ(dataset.info().shape, kShape);
  const std::vector<std::int64_t> rows{6, 0, 3, 3};
  std::vector<float> values(rows.size() * static_cast<std::size_t>(kShape.size()));
  dataset.read(rows, values);
  std::size_t at = 0;
  for (const std::int64_t n : rows)
    for (int c = 0; c < kChannels; ++c)
      for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
          ASSERT_EQ(values[at++],
                    static_cast<float>(valueAt(static_cast<int>(n), c, y, x)) * kGreyScale);
}

DatasetPtr assembled(ArraySource source, const std::filesystem::path& path = "array",
                     const OpenOptions& options = {}) {
  Progress progress;
  Found found;
  found.path = path;
  return assemble(std::move(found), std::move(source), options, progress);
}

// The cache goes to the test's own folder.
class Assemble : public testing::Test {
 protected:
  Assemble() { ::setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1); }
  ~Assemble() override { ::unsetenv("XDG_CACHE_HOME"); }
  latlas::test::TemporaryFolder folder_;
};

TEST_F(Assemble, EveryAxisOrderInMemoryAndInPlaceGivesTheSameSamples) {
  for (const Order& order : kOrders)
    for (const Element element : {Element::u8, Element::u16}) {
      SCOPED_TRACE(std::string(order.name) + " " + toString(element));
      constexpr std::size_t kOffset = 13;
      const Bytes bytes = arrayBytes(order, element, kOffset);
      const auto path = folder_ / "array.bin";
      put(path, bytes);
      const auto file = std::make_shared<const FileBytes>(path);
      const auto fromMemory =
          assembled(sourceOf(order, element, std::make_shared<const MemoryBytes>(bytes), kOffset));
      expectSamples(*fromMemory);
      const auto loaded = assembled(sourceOf(order, element, file, kOffset), path);
      expectSamples(*loaded);
      EXPECT_GT(loaded->info().memoryBytes, 0);
      EXPECT_EQ(loaded->fingerprint(), fromMemory->fingerprint());
      OpenOptions tight;
      tight.memoryLimit = 1;
      const auto inPlace = assembled(sourceOf(order, element, file, kOffset), path, tight);
      expectSamples(*inPlace);
      EXPECT_EQ(inPlace->info().memoryBytes, 0);
    }
}

TEST_F(Assemble, PartsFollowOneAnother) {
  const Bytes bytes = arrayBytes(kOrders[0], Element::u8, 0);
  const auto size = static_cast<std::size_t>(kShape.size());
  const auto first = std::make_shared<const MemoryBytes>(
      Bytes(bytes.begin(), bytes.begin() + 3 * static_cast<std::ptrdiff_t>(size)));
  const auto second = std::make_shared<const MemoryBytes>(
      Bytes(bytes.begin() + 3 * static_cast<std::ptrdiff_t>(size), bytes.end()));
  ArraySource source{kShape, planarLayout({}, kShape), {{first, 0, 3}, {second, 0, kCount - 3}}};
  expectSamples(*assembled(source));
  OpenOptions tight;
  tight.memoryLimit = 1;
  expectSamples(*assembled(source, "array", tight));
}

TEST_F(Assemble, AFileThatChangesIsRefusedNotRead) {
  const auto path = folder_ / "array.bin";
  const Bytes bytes = arrayBytes(kOrders[0], Element::u8, 0);
  put(path, bytes);
  OpenOptions tight;
  tight.memoryLimit = 1;
  const auto dataset = assembled(
      sourceOf(kOrders[0], Element::u8, std::make_shared<const FileBytes>(path), 0), path, tight);
  expectSamples(*dataset);
  std::filesystem::resize_file(path, bytes.size() / 2);
  const std::int64_t row = 0;
  std::vector<float> values(static_cast<std::size_t>(kShape.size()));
  expectSays(errorOf([&] {
               dataset->read({&row, 1}, values);
             }),
             {"array.bin", std::to_string(bytes.size()), std::to_string(bytes.size() / 2)});
  std::filesystem::resize_file(path, bytes.size());
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() -
                                             std::chrono::hours(1));
  expectSays(errorOf([&] { dataset->read({&row, 1}, values); }), {"array.bin", "change"});
}

TEST_F(Assemble, TooFewBytesAreRefusedBeforeAnythingIsAllocated) {
  const auto bytes = std::make_shared<const MemoryBytes>(Bytes(10));
  ArraySource huge{{1, 65536, 65536}, {}, {{bytes, 0, std::int64_t{1} << 40}}};
  huge.layout = planarLayout({Element::f64}, huge.shape);
  expectSays(errorOf([&] { assembled(huge); }), {"array", "10 bytes", "64-bit floats"});
}

ArraySource floatSource(const std::vector<float>& numbers, const Shape& shape) {
  Bytes bytes(numbers.size() * sizeof(float));
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  const auto held = std::make_shared<const MemoryBytes>(std::move(bytes));
  return {
      shape, planarLayout({Element::f32}, shape), {{held, 0, std::ssize(numbers) / shape.size()}}};
}

TEST_F(Assemble, WhatIsBlackAndWhiteFollowsFromTheValues) {
  struct Case {
    std::vector<float> stored, expected;
  };
  const std::vector<Case> cases{
      {{0.0f, 0.25f, 1.0f, 0.5f}, {0.0f, 0.25f, 1.0f, 0.5f}},
      {{-1.0f, -0.5f, 0.0f, 1.0f}, {0.0f, 0.25f, 0.5f, 1.0f}},
      {{0.0f, 51.0f, 255.0f, 2.0f}, {0.0f, 0.2f, 1.0f, 2.0f / 255.0f}},
      {{-10.0f, 0.0f, 10.0f, 30.0f}, {0.0f, 0.25f, 0.5f, 1.0f}},
  };
  for (const Case& one : cases) {
    const auto dataset = assembled(floatSource(one.stored, {1, 2, 2}));
    const std::int64_t row = 0;
    std::vector<float> values(4);
    dataset->read({&row, 1}, values);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(values[i], one.expected[i], 1e-6);
  }
}

TEST_F(Assemble, MasksOfZeroAndOneAreBlackAndWhite) {
  const auto held = std::make_shared<const MemoryBytes>(Bytes{0, 1, 1, 0, 1, 1, 0, 0});
  const Shape shape{1, 2, 2};
  const auto dataset = assembled({shape, planarLayout({}, shape), {{held, 0, 2}}});
  const std::int64_t row = 0;
  std::vector<float> values(4);
  dataset->read({&row, 1}, values);
  EXPECT_EQ(values, (std::vector<float>{0, 1, 1, 0}));
}

TEST_F(Assemble, ImagesMustBeFiniteAndTheRowIsNamed) {
  for (const float bad : {NAN, INFINITY, -INFINITY}) {
    std::vector<float> numbers(40, 0.5f);
    numbers[29] = bad;
    expectSays(errorOf([&] {
                 assembled(floatSource(numbers, {1, 2, 2}));
               }),
               {"array", "row 7", "finite"});
  }
}

TEST_F(Assemble, VectorsAreStandardizedInTheirOwnColumns) {
  // Far from zero, where floats would have lost what differs.
  const std::vector<double> numbers{1.6e9 + 1, 5.0, 7.0, 1.6e9 + 2, NAN, 7.0,
                                    1.6e9 + 3, 7.0, 7.0, 1.6e9 + 6, 9.0, 7.0};
  Bytes bytes(numbers.size() * sizeof(double));
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  const Shape shape = vectorShape(3);
  const ArraySource source{shape,
                           planarLayout({Element::f64}, shape),
                           {{std::make_shared<const MemoryBytes>(bytes), 0, 4}}};
  Progress progress;
  const auto dataset =
      assemble({{}, {}, "table"}, source, {}, progress, {"time", "height", "same"});
  const auto& variables = dataset->info().variables;
  ASSERT_EQ(variables.size(), 3u);
  EXPECT_EQ(variables[0].name, "time");
  EXPECT_DOUBLE_EQ(variables[0].mean, 1.6e9 + 3);
  EXPECT_NEAR(variables[0].deviation, std::sqrt(14.0 / 4.0), 1e-6);
  EXPECT_EQ(variables[1].missing, 1);
  EXPECT_DOUBLE_EQ(variables[1].mean, 7.0);
  EXPECT_NEAR(variables[1].deviation, std::sqrt(8.0 / 3.0), 1e-12);
  EXPECT_EQ(variables[2].deviation, 1.0);
  EXPECT_EQ(variables[1].least, 5.0);
  EXPECT_EQ(variables[1].most, 9.0);
  const std::vector<std::int64_t> rows{3, 1};
  std::vector<float> values(6);
  dataset->read(rows, values);
  EXPECT_NEAR(values[0], 3.0 / std::sqrt(3.5), 1e-6);
  EXPECT_NEAR(variables[0].inUnits(values[0]), 1.6e9 + 6, 1e-3);
  EXPECT_NEAR(values[1], 2.0 / std::sqrt(8.0 / 3.0), 1e-6);
  EXPECT_EQ(values[2], 0.0f);
  EXPECT_TRUE(std::isnan(values[4]));
}

TEST_F(Assemble, MeansOfManyRowsAreThoseOfTheWholeWhateverTheCores) {
  constexpr std::size_t kRows = 5000;
  std::vector<float> numbers(kRows * 2);
  Random random(4);
  random.fillNormal(numbers);
  double sum = 0.0;
  for (std::size_t i = 0; i < kRows; ++i) sum += numbers[2 * i];
  double squares = 0.0;
  for (std::size_t i = 0; i < kRows; ++i)
    squares += (numbers[2 * i] - sum / kRows) * (numbers[2 * i] - sum / kRows);
  const auto dataset = assembled(floatSource(numbers, vectorShape(2)));
  EXPECT_NEAR(dataset->info().variables[0].mean, sum / kRows, 1e-12);
  EXPECT_NEAR(dataset->info().variables[0].deviation, std::sqrt(squares / kRows), 1e-12);
  const auto again = assembled(floatSource(numbers, vectorShape(2)));
  EXPECT_EQ(again->fingerprint(), dataset->fingerprint());
}

TEST_F(Assemble, InfiniteVectorsAreRefusedWithRowAndColumn) {
  std::vector<float> numbers(3 * 2000, 1.0f);
  numbers[3 * 1500 + 2] = -INFINITY;
  expectSays(errorOf([&] { assembled(floatSource(numbers, vectorShape(3))); }),
             {"row 1500", "column 2", "-infinity"});
}

TEST_F(Assemble, SidesAndChannelsThatCannotBeAreRefused) {
  const auto held = std::make_shared<const MemoryBytes>(Bytes(1 << 20));
  for (const Shape shape : {Shape{2, 4, 4}, Shape{1, 1, 100000}, Shape{0, 4, 4}}) {
    const ArraySource source{shape, planarLayout({}, shape), {{held, 0, 2}}};
    EXPECT_NE(errorOf([&] { assembled(source); }), "") << toString(shape);
  }
  const Shape shape{1, 2, 2};
  expectSays(errorOf([&] { assembled({shape, planarLayout({}, shape), {}}); }), {"at least one"});
}

TEST_F(Assemble, CancelStopsIt) {
  Progress progress;
  progress.cancel();
  EXPECT_THROW(assemble({{}, {}, "array"}, floatSource(std::vector<float>(40, 0.5f), {1, 2, 2}), {},
                        progress),
               Cancelled);
}

}  // namespace
}  // namespace latlas::data::test
