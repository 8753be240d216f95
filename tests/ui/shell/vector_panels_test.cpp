// What the panels show of vectors: charts in the columns' own units instead of images.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "app/map/map_panel.h"
#include "app/map/map_view.h"
#include "app/shell/window_view.h"
#include "app/training/training_panels.h"
#include "app/traverse/traverse_panel.h"
#include "app/ui/sample_chart.h"
#include "tests/support/made_dataset.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

std::vector<data::Variable> columns(int count, double reach = 1.0) {
  std::vector<data::Variable> variables;
  for (int i = 0; i < count; ++i)
    variables.push_back({"c" + std::to_string(i), 10.0, 2.0, 10.0 - reach, 10.0 + reach, 0});
  return variables;
}

class VectorPanels : public testing::Test, protected PanelFixture {
 protected:
  void SetUp() override {
    state.dataset = test::flowers(30);
    state.draft.model.likelihood = model::Likelihood::gaussian;
    beginRun(train::RunState::ready);
  }
  static std::shared_ptr<inference::DecodedImages> decoded(int count) {
    auto images = std::make_shared<inference::DecodedImages>();
    images->step = 7;
    images->z.assign(static_cast<std::size_t>(count) * 2, 0.0f);
    images->z.back() = 1.5f;
    images->images = {
        {1, 36, 48}, count, std::vector<std::uint8_t>(static_cast<std::size_t>(count) * 36 * 48)};
    for (int i = 0; i < count; ++i)
      for (const float value : {1.0f, -1.0f, 0.5f, std::nanf("")}) images->values.push_back(value);
    return images;
  }
};

TEST(SampleChart, TellsValuesInTheirUnitsAndWhatIsMissing) {
  const std::vector<float> values{0.5f, std::nanf("")};
  const ui::ChartedSample sample{"", {1, 1, 1, 1}, values};
  const auto variables = columns(2);
  UiHarness ui([&] { ui::sampleChart("T/Chart", {300, 100}, {&sample, 1}, variables); });
  EXPECT_EQ(ui.value("T/Chart"), "c0 11, c1 missing");
}

TEST(SampleChart, DrawsAnyNumberOfColumns) {
  for (const int count : {1, 2, 12, 40, 41, 500, 20'000}) {
    std::vector<float> values(static_cast<std::size_t>(count), 0.25f);
    values.back() = std::nanf("");
    const ui::ChartedSample samples[] = {{"original", {1, 0, 0, 1}, values},
                                         {"reconstruction", {0, 1, 0, 1}, values}};
    const auto variables = columns(count, count % 2 == 0 ? 1.0 : 1000.0);
    UiHarness ui([&] { ui::sampleChart("T/Chart", {300, 120}, samples, variables); });
    EXPECT_FALSE(ui.value("T/Chart").empty()) << count;
    ui.hover("T/Chart", {0.7f, 0.5f});
    ui.frames(2);
  }
}

TEST(SampleChart, OfAnotherDatasetIsEmpty) {
  const std::vector<float> values(3, 0.0f);
  const ui::ChartedSample sample{"", {1, 1, 1, 1}, values};
  const auto variables = columns(2);
  UiHarness ui([&] { ui::sampleChart("T/Chart", {300, 100}, {&sample, 1}, variables); });
  EXPECT_EQ(ui.value("T/Chart"), "");
}

TEST_F(VectorPanels, TraverseShowsTheDecodedRowInItsUnits) {
  state.traverse.preview = decoded(1);
  UiHarness ui([this] { drawTraversePanel(state, graphics, {330, 700}, requests); });
  EXPECT_EQ(ui.value("Traverse/Preview"),
            "sepal length 6.6, sepal width 2.6, petal length 4.6, petal width missing");
  EXPECT_EQ(ui.value("Traverse/Caption"), "decoded with the weights of step 7");
}

TEST_F(VectorPanels, AClickOnAGridOfChartsGoesThere) {
  state.traverse.gridImages = decoded(4);
  state.traverse.gridSide = 2;
  UiHarness ui([this] { drawTraversePanel(state, graphics, {330, 700}, requests); });
  ui.click("Traverse/Grid", {0.9f, 0.9f});
  EXPECT_EQ(state.traverse.z, (std::vector<float>{0.0f, 1.5f}));
}

TEST_F(VectorPanels, HoveringTheMapComparesARowWithItsReconstruction) {
  publishMap({-2, -2, 2, 2, 0, 0, 1, -1});
  UiHarness ui([this] { drawMapPanel(state, graphics, {640, 520}, requests); });
  auto pair = std::make_shared<inference::Reconstruction>();
  pair->row = 3;
  pair->values = {0, 0, 0, 0, 1, 1, 1, 1};
  state.hovered = pair;
  const auto canvas = ui::findProbe("Map/Canvas");
  const ImVec2 size(canvas->max.x - canvas->min.x, canvas->max.y - canvas->min.y);
  const MapView view{{0, 0}, {size.x, size.y}, state.map.centre, state.map.unitsPerPixel};
  const Point at = view.toPixels({1, -1});
  ui.hover("Map/Canvas", {at[0] / size.x, at[1] / size.y});
  ui.frames(2);
  ASSERT_EQ(state.map.hoveredPoint, 3);
  EXPECT_EQ(ui.value("Map/Hovered"),
            "sepal length 5.8, sepal width 3, petal length 3.7, petal width 1.2");
}

TEST_F(VectorPanels, OnlyWhatSuitsVectorsIsOffered) {
  UiHarness ui([this] { drawModelPanel(state, {300, 600}, requests); });
  EXPECT_EQ(ui.value("Model/likelihood"), "Gaussian");
  ui.click("Model/likelihood");
  EXPECT_FALSE(ui.exists("Model/likelihood/Bernoulli"));
  ui.click("Model/likelihood/Gaussian");
  EXPECT_EQ(state.draft.model.likelihood, model::Likelihood::gaussian);
  ui.click("Model/architecture");
  EXPECT_TRUE(ui.exists("Model/architecture/MLP"));
  EXPECT_FALSE(ui.exists("Model/architecture/convolutional"));
}

TEST_F(VectorPanels, TheyAreCalledRows) {
  beginRun(train::RunState::running);
  publishMap({0, 0, 1, 1});
  UiHarness ui([this] { drawWindow(state, graphics, requests); });
  EXPECT_EQ(ui.value("Data/rows"), "20 + 10 held out");
  EXPECT_NE(ui.value("Menu/Figures").find("rows/s"), std::string::npos);
  EXPECT_EQ(ui.value("Status/Dataset").substr(0, 19), "flowers · 30 rows");
}

}  // namespace
}  // namespace latlas
