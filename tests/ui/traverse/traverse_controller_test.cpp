#include "app/traverse/traverse_controller.h"

#include <nlohmann/json.hpp>

#include "tests/ui/controller_fixture.h"

namespace latlas::app {
namespace {

using TraverseControllerTest = ControllerTest<TraverseController>;

TEST_F(TraverseControllerTest, DecodesAnewOnlyWhatChanged) {
  beginRun();
  TraverseState& traverse = state.traverse;
  traverse.z = {0.0f, 0.0f};
  settle();
  ASSERT_TRUE(traverse.preview && traverse.gridImages);
  const auto firstPreview = traverse.preview;
  const auto firstGrid = traverse.gridImages;
  settle();
  EXPECT_EQ(traverse.preview, firstPreview);

  traverse.z = {1.0f, 0.0f};
  settle();
  EXPECT_NE(traverse.preview, firstPreview);
  EXPECT_EQ(traverse.preview->z, traverse.z);
  EXPECT_EQ(traverse.gridImages, firstGrid) << "the manifold over both axes does not follow z";
  traverse.grid = GridKind::samples;
  settle();
  EXPECT_NE(traverse.gridImages, firstGrid);
}

TEST_F(TraverseControllerTest, TimesEachImageFromItsWishToTheScreen) {
  beginRun();
  state.traverse.z = {0.0f, 0.0f};
  now = 5.0;
  settle();
  now = 5.25;
  controller.shown();
  controller.shown();
  const auto json = session.figures.toJson();
  EXPECT_EQ(json["slider_to_texture_ms"]["count"], 1) << "told once";
  EXPECT_EQ(json["slider_to_texture_ms"]["max"], 250.0);
}

}  // namespace
}  // namespace latlas::app
