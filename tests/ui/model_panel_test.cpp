#include <gtest/gtest.h>

#include "app/panels/actions.h"
#include "core/model/network.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;
using train::RunState;

constexpr const char* kFields[] = {"Model/architecture", "Model/hidden",    "Model/latent",
                                   "Model/activation",   "Model/objective", "Model/likelihood"};

class ModelPanel : public testing::Test, protected PanelFixture {
 protected:
  auto panel() {
    return [this] { drawModelPanel(state, {300, 600}, requests); };
  }
};

TEST_F(ModelPanel, IsEditedBeforeTrainingAndFixedAfterwards) {
  beginRun(RunState::ready);
  UiHarness ui(panel());
  for (const char* field : kFields) EXPECT_TRUE(ui.isEnabled(field)) << field;
  for (const RunState fixed :
       {RunState::running, RunState::paused, RunState::finished, RunState::failed}) {
    publish([fixed](train::Snapshot& snapshot) {
      snapshot.state = fixed;
      snapshot.step = 3;
    });
    ui.frames(2);
    for (const char* field : kFields) EXPECT_FALSE(ui.isEnabled(field)) << field;
  }
  // A model that could not be built is mended where it was chosen.
  publish([](train::Snapshot& snapshot) { snapshot.step = 0; });
  ui.frames(2);
  for (const char* field : kFields) EXPECT_TRUE(ui.isEnabled(field)) << field;
}

TEST_F(ModelPanel, WritesTheDraft) {
  openData();
  UiHarness ui(panel());
  ui.enter("Model/hidden", "512, 256");
  ui.enter("Model/latent", "16");
  ui.click("Model/activation");
  ui.click("Model/activation/GELU");
  ui.click("Model/likelihood");
  ui.click("Model/likelihood/Gaussian");
  ui.enter("Model/sigma", "0.25");
  EXPECT_EQ(state.draft.model.hidden, (std::vector<int>{512, 256}));
  EXPECT_EQ(state.draft.model.latent, 16);
  EXPECT_EQ(state.draft.model.activation, model::Activation::gelu);
  EXPECT_EQ(state.draft.model.likelihood, model::Likelihood::gaussian);
  EXPECT_DOUBLE_EQ(state.draft.model.sigma, 0.25);
}

TEST_F(ModelPanel, ShowsOnlyTheFieldsThatCount) {
  openData();
  UiHarness ui(panel());
  EXPECT_FALSE(ui.exists("Model/channels"));
  EXPECT_FALSE(ui.exists("Model/sigma"));
  ui.click("Model/architecture");
  ui.click("Model/architecture/convolutional");
  EXPECT_EQ(state.draft.model.architecture, model::Architecture::conv);
  EXPECT_TRUE(state.draft.model.hidden.empty());
  EXPECT_TRUE(ui.exists("Model/channels"));
}

TEST_F(ModelPanel, CountsTheParametersOfTheDraft) {
  openData();
  state.draft.model.hidden = {5};
  UiHarness ui(panel());
  // 16 pixels, 5 hidden, 2 latent: encoder, mu, logvar, decoder's two layers.
  const long long expected = (16 * 5 + 5) + 2 * (5 * 2 + 2) + (2 * 5 + 5) + (5 * 16 + 16);
  EXPECT_EQ(ui.value("Model/parameters"), std::to_string(expected));
  ui.enter("Model/hidden", "400");
  EXPECT_NE(ui.value("Model/parameters"), std::to_string(expected));
}

TEST_F(ModelPanel, ExplainsWidthsItCannotReadAndKeepsTheOldOnes) {
  openData();
  UiHarness ui(panel());
  ui.enter("Model/hidden", "many");
  EXPECT_EQ(state.draft.model.hidden, std::vector<int>{400});
  EXPECT_NE(ui.value("Model/hidden error").find("Kept 400"), std::string::npos);
  ui.enter("Model/hidden", "128");
  EXPECT_FALSE(ui.exists("Model/hidden error"));
}

TEST_F(ModelPanel, ExplainsANetworkThatTheImagesDoNotAllow) {
  openData();  // 4 x 4: too small to convolve
  model::selectArchitecture(state.draft.model, model::Architecture::conv);
  UiHarness ui(panel());
  EXPECT_FALSE(ui.exists("Model/parameters"));
  EXPECT_FALSE(ui.value("Model/Error").empty());
}

TEST_F(ModelPanel, OffersToApplyADraftThatTheRunDoesNotHave) {
  beginRun(RunState::ready);
  UiHarness ui(panel());
  EXPECT_FALSE(ui.exists("Model/Apply"));
  state.draft.train.learningRate = 0.5;  // reaches the run without a reset
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Model/Apply"));
  ui.enter("Model/latent", "3");
  ui.click("Model/Apply");
  EXPECT_EQ(asked<request::ResetTraining>().size(), 1u);
}

}  // namespace
}  // namespace latlas
