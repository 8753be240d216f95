#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "app/session/facts.h"
#include "app/training/training_panels.h"
#include "app/training/training_requests.h"
#include "core/model/network.h"
#include "core/model/objectives.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;
using train::RunState;

constexpr const char* kFields[] = {"Model/preset", "Model/architecture", "Model/hidden",
                                   "Model/latent", "Model/objective",    "Model/likelihood"};

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
  ui.click("Model/Details");
  ui.click("Model/activation");
  ui.click("Model/activation/GELU");
  ui.click("Model/batch norm");
  ui.enter("Model/dropout", "0.25");
  ui.click("Model/first weights");
  ui.click("Model/first weights/Glorot");
  ui.click("Model/likelihood");
  ui.click("Model/likelihood/Gaussian");
  ui.enter("Model/sigma", "0.25");
  EXPECT_EQ(state.draft.model.hidden, (std::vector<int>{512, 256}));
  EXPECT_EQ(state.draft.model.latent, 16);
  EXPECT_EQ(state.draft.model.activation, model::Activation::gelu);
  EXPECT_EQ(state.draft.model.likelihood, model::Likelihood::gaussian);
  EXPECT_DOUBLE_EQ(state.draft.model.sigma, 0.25);
  EXPECT_TRUE(state.draft.model.batchNorm);
  EXPECT_DOUBLE_EQ(state.draft.model.dropout, 0.25);
  EXPECT_EQ(state.draft.model.init, model::Initialization::glorot);
  ui.click("Model/Details");
  ui.click("Model/Set-up");
  ui.enter("Model/seed", "7");
  ui.enter("Model/held out", "0.25");
  ui.enter("Model/threads", "2");
  EXPECT_EQ(state.draft.train.seed, 7u);
  EXPECT_DOUBLE_EQ(state.draft.train.heldOut, 0.25);
  EXPECT_EQ(state.draft.train.threads, 2);
}

TEST_F(ModelPanel, EveryObjectiveCanBeChosenAndNamesItsPaper) {
  openData();
  UiHarness ui(panel());
  for (const model::ObjectiveInfo& info : model::objectives()) {
    const std::string field = "Model/objective/" + std::string(info.title);
    ui.click("Model/objective");
    ui.hover(field, {0.5f, 0.5f}, 0.6f);
    EXPECT_NE(ui.value("Tooltip").find(info.formula), std::string::npos) << info.title;
    EXPECT_EQ(info.formula.find("20") != std::string_view::npos,
              info.objective != model::Objective::ae)
        << info.title << ": the year of its paper";
    ui.click(field);
    EXPECT_EQ(state.draft.model.objective, info.objective);
    ui.key("Escape");
    ui.frames(2);
  }
}

TEST_F(ModelPanel, SigmaStaysLiveUnlessItIsLearned) {
  state.draft.model.likelihood = model::Likelihood::gaussian;
  beginRun(RunState::running);
  UiHarness ui(panel());
  EXPECT_FALSE(ui.isEnabled("Model/likelihood"));
  ui.enter("Model/sigma", "0.5");
  ASSERT_EQ(asked<request::SetKey>().size(), 1u);
  EXPECT_EQ(asked<request::SetKey>()[0].key, "sigma");
  state.draft.model.learnSigma = true;
  ui.frames(2);
  EXPECT_FALSE(ui.isEnabled("Model/sigma"));
}

TEST_F(ModelPanel, APresetSetsTheDraftAndItsDataAreOffered) {
  openData();
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Model/preset"), "MLP, 2 latents");
  EXPECT_FALSE(ui.exists("Model/made for"));
  ui.click("Model/preset");
  ui.hover("Model/preset/Beta-VAE, growing capacity", {0.5f, 0.5f}, 0.6f);
  EXPECT_NE(ui.value("Tooltip").find("Burgess et al. 2018"), std::string::npos);
  ui.click("Model/preset/Beta-VAE, growing capacity");
  EXPECT_EQ(state.draft.loss.capacity, 25.0);
  EXPECT_EQ(state.draft.model.objective, model::Objective::betaVae);
  ui.frames(2);
  EXPECT_EQ(ui.value("Model/made for"), "builtin:sprites?size=64");
  ui.click("Model/made for/Open");
  ASSERT_EQ(asked<request::OpenDataset>().size(), 1u);
  EXPECT_EQ(asked<request::OpenDataset>()[0].source, "builtin:sprites?size=64");
  ui.enter("Model/latent", "6");
  EXPECT_EQ(ui.value("Model/preset"), "own settings");
  EXPECT_FALSE(ui.exists("Model/made for"));
}

TEST_F(ModelPanel, APresetsDatasetOfTheCatalogueIsShownThere) {
  openData();
  UiHarness ui(panel());
  ui.click("Model/preset");
  ui.click("Model/preset/VAE Explainer, MLP");
  ui.frames(2);
  ui.click("Model/made for/Open");
  EXPECT_TRUE(state.datasets.isOpen);
  EXPECT_EQ(state.datasets.selected, "mnist");
  DatasetStatus& mnist = state.datasets.status["mnist"];
  mnist.presence.isHere = true;
  mnist.path = "/data/mnist";
  ui.click("Model/made for/Open");
  EXPECT_EQ(asked<request::OpenDataset>().at(0).source, "/data/mnist");
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
