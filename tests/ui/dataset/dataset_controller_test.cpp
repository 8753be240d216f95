#include "app/dataset/dataset_controller.h"

#include "tests/ui/controller_fixture.h"

namespace latlas::app {
namespace {

using DatasetControllerTest = ControllerTest<DatasetController>;

TEST_F(DatasetControllerTest, ReadsHalfAScreenMoreThanTheSheetShows) {
  beginRun();
  state.sheet.visibleCount = 10;
  settle();
  ASSERT_TRUE(state.sheet.page);
  EXPECT_EQ(state.sheet.page->images.count, 15);
  const auto first = state.sheet.page;
  settle();
  EXPECT_EQ(state.sheet.page, first);
  state.sheet.first = 40;
  settle();
  EXPECT_EQ(state.sheet.page->first, 35);
  EXPECT_EQ(state.sheet.page->images.count, 20);
  state.sheet.filter.label = 1;
  state.sheet.first = 0;
  settle();
  EXPECT_EQ(state.sheet.page->matches, 33);
}

}  // namespace
}  // namespace latlas::app
