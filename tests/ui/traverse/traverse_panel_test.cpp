#include <gtest/gtest.h>

#include <memory>

#include "app/session/actions.h"
#include "app/traverse/traverse_grid.h"
#include "app/traverse/traverse_keys.h"
#include "app/traverse/traverse_panel.h"
#include "app/traverse/traverse_requests.h"
#include "core/latent/sampling.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

TEST(TraverseGrid, HasSquaresAndRows) {
  EXPECT_EQ(gridColumns(64, 8), 8);
  EXPECT_EQ(gridColumns(24, 8), 8) << "a traversal of three axes";
  EXPECT_EQ(gridColumns(8, 8), 8) << "one latent dimension";
  EXPECT_EQ(gridColumns(25, 8), 5) << "of another side, still shown";
}

TEST(ExportCell, IsAWholeMultiple) {
  EXPECT_EQ(exportCell({1, 28, 28}), 112);
  EXPECT_EQ(exportCell({3, 32, 16}), 128);
  EXPECT_EQ(exportCell({1, 256, 200}), 256);
}

class TraversePanel : public testing::Test, protected PanelFixture {
 protected:
  void SetUp() override { beginRun(train::RunState::running, 3); }
  auto panel() {
    return [this] { drawTraversePanel(state, graphics, {330, 700}, requests); };
  }
  void showGrid(std::vector<float> z) {
    auto decoded = std::make_shared<inference::DecodedImages>();
    decoded->images.shape = {1, 4, 4};
    decoded->images.count = static_cast<std::int64_t>(z.size() / state.traverse.z.size());
    decoded->images.pixels.resize(static_cast<std::size_t>(decoded->images.count) * 16);
    decoded->z = std::move(z);
    state.traverse.gridImages = decoded;
  }
};

TEST_F(TraversePanel, OffersTheNextStepWhileThereIsNoModel) {
  state = {};
  UiHarness ui(panel());
  EXPECT_TRUE(ui.exists("Traverse/Open"));
  openData();
  ui.frames(2);
  ui.click("Traverse/Start");
  EXPECT_EQ(asked<request::StartTraining>().size(), 1u);
}

TEST_F(TraversePanel, SlidersMoveTheirOwnCoordinate) {
  UiHarness ui(panel());
  ui.drag("Traverse/z1", {0.5f, 0.5f}, {1.0f, 0.5f});
  EXPECT_EQ(state.traverse.z, (std::vector<float>{0, 3, 0}));
  ui.enter("Traverse/z2/Value", "-1.25");
  EXPECT_EQ(state.traverse.z, (std::vector<float>{0, 3, -1.25f}));
  ui.enter("Traverse/range/Value", "5");
  ui.drag("Traverse/z0", {0.5f, 0.5f}, {0.0f, 0.5f});
  EXPECT_FLOAT_EQ(state.traverse.z[0], -5.0f);
}

TEST_F(TraversePanel, ResetsAndDrawsFromThePrior) {
  state.traverse.z = {1, 2, 3};
  UiHarness ui(panel());
  ui.click("Traverse/Reset");
  EXPECT_EQ(state.traverse.z, (std::vector<float>{0, 0, 0}));
  ui.click("Traverse/Random");
  const auto first = state.traverse.z;
  EXPECT_NE(first, (std::vector<float>{0, 0, 0}));
  ui.click("Traverse/Random");
  EXPECT_NE(state.traverse.z, first);
}

TEST_F(TraversePanel, HasASliderForEachOfManyDimensions) {
  beginRun(train::RunState::running, 128);
  UiHarness ui(panel());
  EXPECT_TRUE(ui.exists("Traverse/z127"));
  EXPECT_TRUE(ui.exists("Traverse/Grid"));
  ui.drag("Traverse/z0", {0.5f, 0.5f}, {1.0f, 0.5f});
  EXPECT_FLOAT_EQ(state.traverse.z[0], 3.0f);
}

TEST_F(TraversePanel, ClickingACellGoesToItsPlace) {
  const auto z = latent::manifoldGrid(state.traverse.z, 0, 1, 4, 3.0f);
  state.traverse.gridSide = 4;
  showGrid(z);
  UiHarness ui(panel());
  ui.click("Traverse/Grid", {0.9f, 0.1f});
  EXPECT_EQ(state.traverse.z, (std::vector<float>{3, 3, 0}));
  ui.click("Traverse/Grid", {0.1f, 0.9f});
  EXPECT_EQ(state.traverse.z, (std::vector<float>{-3, -3, 0}));
}

TEST_F(TraversePanel, ChoosesTheGrid) {
  UiHarness ui(panel());
  EXPECT_FALSE(ui.exists("Traverse/Resample"));
  ui.click("Traverse/across");
  ui.click("Traverse/across/z2");
  EXPECT_EQ(state.traverse.axisX, 2);
  ui.click("Traverse/grid");
  ui.click("Traverse/grid/samples");
  EXPECT_EQ(state.traverse.grid, GridKind::samples);
  EXPECT_FALSE(ui.exists("Traverse/across"));
  const auto seed = state.traverse.sampleSeed;
  ui.click("Traverse/Resample");
  EXPECT_EQ(state.traverse.sampleSeed, seed + 1);
  ui.enter("Traverse/side", "5");
  EXPECT_EQ(state.traverse.gridSide, 5);
  ui.click("Traverse/Export");
  const auto exports = asked<request::BrowseForExport>();
  ASSERT_EQ(exports.size(), 1u);
  EXPECT_EQ(exports[0].grid, GridKind::samples);
  EXPECT_EQ(exports[0].cell, 128);
}

TEST_F(TraversePanel, SaysOfWhichWeightsTheImageIs) {
  auto preview = std::make_shared<inference::DecodedImages>();
  preview->step = 1240;
  preview->images = {{1, 4, 4}, 1, std::vector<std::uint8_t>(16)};
  state.traverse.preview = preview;
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Traverse/Caption"), "decoded with the weights of step 1,240");
}

}  // namespace
}  // namespace latlas
