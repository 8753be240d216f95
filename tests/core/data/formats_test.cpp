// The table of formats, and that what is told of them comes from it.
#include "core/data/formats/formats.h"

#include "core/data/delimited/table_kinds.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

TEST(Formats, ARefusalNamesEachOfThem) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "notes", Bytes{1, 2, 3, 4, 5});
  const std::string refusal = errorOf([&] { openAt(folder / "notes"); });
  ASSERT_GE(formats().size(), 8u);
  for (const Format& format : formats()) expectSays(refusal, {std::string(format.name)});
  expectSays(refusal, {"expected IDX, NPY, NPZ, HDF5, CIFAR, CSV or TSV, or images in an archive",
                       "Open one of these, or a folder of images"});
}

TEST(Formats, ThoseOfNamedArraysAreTold) { EXPECT_EQ(arrayFormatNames(), "NPZ and HDF5"); }

TEST(Formats, TheFirstThatKnowsAPlaceOpensIt) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "t", Bytes{'a', ',', 'b', '\n', '1', ',', '2', '\n'});
  const Format* format = formatOf(lookAt(folder / "t"));
  ASSERT_NE(format, nullptr);
  EXPECT_EQ(format->name, kTableKinds);
  put(folder / "notes", Bytes{1, 2, 3, 4, 5});
  EXPECT_EQ(formatOf(lookAt(folder / "notes")), nullptr);
}

}  // namespace
}  // namespace latlas::data::test
