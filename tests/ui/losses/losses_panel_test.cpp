// The Losses panel: what it offers follows from the columns of the history.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "app/losses/losses_charts.h"
#include "app/losses/losses_panel.h"
#include "app/losses/losses_picture.h"
#include "app/losses/losses_requests.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using series::Series;
using test::UiHarness;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// A run of 200 steps: the columns that every run has, and those given; each row's values are the
// step times the column's place.
train::History madeHistory(const std::vector<std::string>& terms, int dimensions) {
  std::vector<std::string> names{"loss", "reconstruction", "kl"};
  names.insert(names.end(), terms.begin(), terms.end());
  std::vector<std::string> heldOut = names, latent;
  for (int i = 0; i < dimensions; ++i) latent.push_back("kl_" + std::to_string(i));
  heldOut.insert(heldOut.end(), latent.begin(), latent.end());
  for (const char* name : {"gradient_norm", "lr", "images_per_second"}) names.push_back(name);
  train::History history{Series(names), Series(heldOut), Series(latent)};
  const auto append = [](Series& series, std::int64_t step) {
    std::vector<float> values;
    for (std::size_t i = 0; i < series.columns().size(); ++i)
      values.push_back(static_cast<float>(step) * static_cast<float>(i + 1));
    series.append({step, 0.0, 0.0}, values);
  };
  for (std::int64_t step = 1; step <= 200; ++step) {
    append(history.train, step);
    if (step % 50 != 0) continue;
    append(history.heldOut, step);
    if (dimensions > 0) append(history.dimensions, step);
  }
  return history;
}

class LossesPanel : public testing::Test, protected test::PanelFixture {
 protected:
  LossesPanel() {
    openData();
    beginRun(train::RunState::paused);
    state.losses.smoothing = 0.0f;
  }
  void show(train::History history, std::vector<train::Event> events = {}) {
    publish([&](train::Snapshot& snapshot) {
      snapshot.history = std::move(history);
      snapshot.events = std::move(events);
    });
  }
  std::function<void()> panel() {
    return [this] { drawLossesPanel(state, {1200, 260}, requests); };
  }
};

TEST_F(LossesPanel, OffersWhatTheHistoryHas) {
  show(madeHistory({}, 0));
  UiHarness ui(panel());
  EXPECT_TRUE(ui.exists("Losses/Total loss") && ui.exists("Losses/Reconstruction") &&
              ui.exists("Losses/KL"));
  EXPECT_TRUE(ui.exists("Losses/Optimizer"));
  EXPECT_FALSE(ui.exists("Losses/Terms") || ui.exists("Losses/Dimensions"));
  show(madeHistory({"total_correlation", "mutual_information", "my_own"}, 3));
  ui.frames(2);
  ui.click("Losses/Terms");
  ui.frames(2);
  EXPECT_TRUE(ui.exists("Losses/Index-code mutual information"));
  EXPECT_TRUE(ui.exists("Losses/Total correlation"));
  EXPECT_TRUE(ui.exists("Losses/my_own"));
  EXPECT_FALSE(ui.exists("Losses/KL"));
  EXPECT_EQ(ui.value("Losses/total corr. train"), "800");
  EXPECT_EQ(ui.value("Losses/total corr. held out"), "800");
  ui.click("Losses/Optimizer");
  ui.frames(2);
  EXPECT_EQ(ui.value("Losses/Throughput"), "1800");
  EXPECT_EQ(ui.value("Losses/Gradient norm"), "1400");
  EXPECT_FALSE(ui.exists("Losses/gradient held out"));
  // Another run has no such terms: what every run has is shown instead.
  state.losses.view = LossesView::terms;
  show(madeHistory({}, 0));
  ui.frames(2);
  EXPECT_TRUE(ui.exists("Losses/Total loss"));
}

TEST_F(LossesPanel, EachDimensionIsACurveInTrainingAndHeldOut) {
  show(madeHistory({}, 3));
  UiHarness ui(panel());
  ui.click("Losses/Dimensions");
  ui.frames(2);
  ui.hover("Losses/KL of each dimension, training", {0.99f, 0.5f});
  EXPECT_EQ(ui.value("Losses/KL of each dimension, training/Cursor"),
            "step 200; z0  200; z1  400; z2  600");
  ui.hover("Losses/KL of each dimension, held out", {0.99f, 0.5f});
  EXPECT_EQ(ui.value("Losses/KL of each dimension, held out/Cursor"),
            "step 200; z0  800; z1  1000; z2  1200");
  EXPECT_EQ(ui.value("Losses/active train"), "3 of 3");
}

TEST_F(LossesPanel, AZoomIsOfAllCharts) {
  show(madeHistory({}, 0));
  UiHarness ui(panel());
  ui.drag("Losses/KL", {0.25f, 0.5f}, {0.5f, 0.5f});
  ASSERT_TRUE(state.losses.range);
  EXPECT_NEAR(state.losses.range->first, 50.75, 1.5);
  EXPECT_NEAR(state.losses.range->second, 100.5, 1.5);
  ui.frames(2);
  EXPECT_EQ(state.losses.charts.at("Losses/Total loss").range, state.losses.range);
  ui.doubleClick("Losses/Reconstruction");
  EXPECT_FALSE(state.losses.range);
}

TEST_F(LossesPanel, AnEventSaysWhatFromAndTo) {
  show(madeHistory({}, 0), {{100, "beta", "1", "4", 0.5}, {100, "lr", "0.001", "0.0005", 0.5}});
  UiHarness ui(panel());
  // Steps 1 to 200 over the plot.
  ui.hover("Losses/Total loss", {99.0f / 199.0f, 0.5f});
  const std::string read = ui.value("Losses/Total loss/Cursor");
  EXPECT_NE(read.find("beta from 1 to 4 at step 100"), std::string::npos) << read;
  EXPECT_NE(read.find("lr from 0.001 to 0.0005 at step 100"), std::string::npos) << read;
}

TEST_F(LossesPanel, WhatIsNotFiniteIsNoNumberAndNoGap) {
  train::History history = madeHistory({}, 0);
  std::vector<float> values(history.train.columns().size(), 1.0f);
  values[0] = kNan;
  history.train.append({201, 0.0, 0.0}, values);
  show(std::move(history));
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Losses/total train"), "nan");
  EXPECT_EQ(ui.value("Losses/Total loss"), "nan");
  ui.hover("Losses/Total loss", {0.999f, 0.5f});
  EXPECT_NE(ui.value("Losses/Total loss/Cursor").find("step 201; train  nan"), std::string::npos)
      << ui.value("Losses/Total loss/Cursor");
}

TEST_F(LossesPanel, RunsAreComparedAndHidden) {
  show(madeHistory({}, 0));
  auto other = std::make_shared<train::Snapshot>(*state.snapshot);
  other->history = madeHistory({}, 0);
  other->events = {{100, "beta", "1", "8", 0.0}};
  state.comparedRuns.push_back({"beta 8", 2, true, std::move(other)});
  UiHarness ui(panel());
  ui.hover("Losses/KL", {99.0f / 199.0f, 0.5f});
  std::string read = ui.value("Losses/KL/Cursor");
  EXPECT_NE(read.find("; beta 8  300"), std::string::npos) << read;
  EXPECT_NE(read.find("; beta 8, held out  300"), std::string::npos) << read;
  EXPECT_NE(read.find("; beta 8: beta from 1 to 8 at step 100"), std::string::npos) << read;
  ui.click("Losses/Run beta 8");
  EXPECT_FALSE(state.comparedRuns[0].visible);
  ui.hover("Losses/KL", {99.0f / 199.0f, 0.5f});
  read = ui.value("Losses/KL/Cursor");
  EXPECT_EQ(read.find("beta 8"), std::string::npos) << read;
}

TEST_F(LossesPanel, WhatWasChangedBeforeAForkIsMarkedOnce) {
  show(madeHistory({}, 0));
  const train::Event shared{100, "beta", "1", "8", 0.0}, own{120, "lr", "0.1", "0.2", 0.0};
  auto present = std::make_shared<train::Snapshot>(*state.snapshot);
  present->events = {shared};
  auto kept = std::make_shared<train::Snapshot>(*state.snapshot);
  kept->events = {shared, own};
  state.snapshot = present;
  state.comparedRuns.push_back({"Run 1", 2, true, std::move(kept)});
  const auto marks = lossMarks(state);
  ASSERT_EQ(marks.size(), 2u);
  EXPECT_TRUE(marks[0].text.starts_with("beta from")) << marks[0].text;
  EXPECT_TRUE(marks[1].text.starts_with("Run 1: lr from")) << marks[1].text;
}

TEST_F(LossesPanel, ExportsAreAskedForOnceThereIsSomething) {
  UiHarness ui(panel());
  EXPECT_FALSE(ui.isEnabled("Losses/Save picture"));
  EXPECT_FALSE(ui.isEnabled("Losses/Save CSV"));
  show(madeHistory({}, 0));
  ui.frames(2);
  ui.click("Losses/Save picture");
  ui.click("Losses/Save CSV");
  EXPECT_EQ(asked<request::BrowseForChartPicture>().size(), 1u);
  EXPECT_EQ(asked<request::BrowseForHistory>().size(), 1u);
}

TEST_F(LossesPanel, ThePictureShowsTheChartsThatAreShown) {
  show(madeHistory({}, 3));
  data::Images loss, dimensions;
  UiHarness ui([&] {
    state.losses.view = LossesView::loss;
    loss = ui::rasterize(lossesPicture(state));
    state.losses.view = LossesView::dimensions;
    dimensions = ui::rasterize(lossesPicture(state));
  });
  // Three charts in a row, and two, at twice the scale.
  EXPECT_EQ(loss.shape, (data::Shape{3, 620, 2 * (40 + 3 * 440 + 2 * 24)}));
  EXPECT_EQ(dimensions.shape, (data::Shape{3, 620, 2 * (40 + 2 * 440 + 24)}));
  // The curve's own colour is there, on the panel's ground.
  const ImVec4& colour = ui::palette().chartTrain;
  const auto byte = [](float value) { return static_cast<std::uint8_t>(value * 255.0f + 0.5f); };
  const std::array wanted{byte(colour.x), byte(colour.y), byte(colour.z)};
  std::size_t found = 0;
  for (std::size_t i = 0; i < loss.pixels.size(); i += 3)
    found += std::equal(wanted.begin(), wanted.end(),
                        loss.pixels.begin() + static_cast<std::ptrdiff_t>(i))
                 ? 1
                 : 0;
  EXPECT_GT(found, 1000u);
  EXPECT_EQ(loss.pixels[0], byte(ui::palette().panel.x));
}

}  // namespace
}  // namespace latlas
