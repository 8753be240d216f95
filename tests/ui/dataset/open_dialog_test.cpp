#include <gtest/gtest.h>

#include "app/dataset/open_dialog.h"
#include "tests/support/fake_model.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

data::Survey folderSurvey() {
  data::Survey survey;
  survey.what = "image folder, 10 classes";
  survey.count = 250'000;
  survey.shape = {3, 64, 64};
  survey.bytes = 3'072'000'000;
  survey.hasImageSize = true;
  return survey;
}

class OpenDialog : public testing::Test, protected PanelFixture {
 protected:
  auto dialog() {
    return [this] { drawOpenDialog(state, graphics, requests); };
  }
  void askAbout(const data::Survey& survey) {
    state.question = OpenQuestion{"/data/faces", {}, survey, {}, {}};
  }
  void answer(const std::string& problem = {}) {
    OpenPreview preview;
    preview.options = state.question->options;
    preview.survey = state.question->survey;
    preview.problem = problem;
    preview.memoryAllowed = 500'000'000;
    if (problem.empty()) {
      preview.shape = test::fakeDataset(12, 8)->info().shape;
      preview.images = {{1, 8, 8}, 12, std::vector<std::uint8_t>(12 * 64)};
    }
    state.question->preview = std::make_shared<const OpenPreview>(std::move(preview));
    state.question->looking.reset();
  }
  const data::OpenOptions& chosen() const { return state.question->options; }
  // In a list that lies over the dialog.
  static void choose(UiHarness& ui, const std::string& label, const std::string& entry) {
    ui.click(label);
    ui.click(label + "/" + entry);
  }
};

TEST_F(OpenDialog, IsNotThereWithoutAQuestion) {
  UiHarness ui(dialog());
  EXPECT_FALSE(ui.exists("Open/Open"));
}

TEST_F(OpenDialog, SaysWhatItIsAndWhatComesOfIt) {
  askAbout(folderSurvey());
  answer();
  UiHarness ui(dialog());
  EXPECT_EQ(ui.value("Open/What"), "image folder, 10 classes");
  EXPECT_EQ(ui.value("Open/Result"), "250,000 images of 1 x 8 x 8");
  EXPECT_EQ(ui.value("Open/Memory"), "3.07 GB, read from disk while it is used");
  EXPECT_TRUE(ui.isEnabled("Open/Preview"));
  EXPECT_FALSE(ui.exists("Open/Problem"));
  for (const char* absent :
       {"Open/array", "Open/as", "Open/labels", "Open/part", "Open/background"})
    EXPECT_FALSE(ui.exists(absent)) << absent;
}

TEST_F(OpenDialog, PicturesAreBroughtToSizeFitChannelsAndBackground) {
  askAbout(folderSurvey());
  UiHarness ui(dialog());
  EXPECT_EQ(ui.value("Open/size"), "64");
  ui.enter("Open/size", "32");
  EXPECT_EQ(chosen().imageSize, 32);
  choose(ui, "Open/channels", "grey");
  EXPECT_EQ(chosen().colour, data::Colour::grey);
  choose(ui, "Open/fit", "pad to a square");
  EXPECT_EQ(chosen().fit, data::Fit::pad);
  choose(ui, "Open/background", "black");
  EXPECT_EQ(chosen().background, data::Background::black);
}

TEST_F(OpenDialog, TransparentImagesHaveABackground) {
  data::Survey survey = folderSurvey();
  survey.hasAlpha = true;
  askAbout(survey);
  UiHarness ui(dialog());
  EXPECT_EQ(ui.value("Open/background"), "white");
}

TEST_F(OpenDialog, AsksWhichArrayAndForgetsTheLabelsOfTheOther) {
  data::Survey survey;
  survey.what = "NPZ archive, 3 arrays";
  survey.arrays = {{"a", "a (10 x 8 x 8)"}, {"b", "b (20 x 8 x 8)"}};
  survey.question = "Which array holds the samples?";
  askAbout(survey);
  answer(survey.question);
  state.question->options.labels = "a_labels";
  answer(survey.question);
  UiHarness ui(dialog());
  EXPECT_EQ(ui.value("Open/Problem"), "Which array holds the samples?");
  EXPECT_FALSE(ui.isEnabled("Open/Open"));
  EXPECT_FALSE(ui.exists("Open/Result"));
  EXPECT_EQ(ui.value("Open/array"), "choose one");
  choose(ui, "Open/array", "b (20 x 8 x 8)");
  EXPECT_EQ(chosen().array, "b");
  EXPECT_EQ(chosen().labels, "");
}

TEST_F(OpenDialog, LabelsPartMeaningAndSubset) {
  data::Survey survey;
  survey.what = "CSV table";
  survey.count = 70'000;
  survey.trainCount = 60'000;
  survey.shape = {1, 28, 28};
  survey.hasMeaning = survey.hasParts = true;
  survey.labels = {{"label", "label (10 classes)"}, {"writer", "writer"}};
  survey.options.labels = "label";
  askAbout(survey);
  UiHarness ui(dialog());
  EXPECT_EQ(ui.value("Open/labels"), "label (10 classes)");
  choose(ui, "Open/labels", "none");
  EXPECT_EQ(chosen().labels, "none");
  choose(ui, "Open/labels", "writer");
  EXPECT_EQ(chosen().labels, "writer");
  EXPECT_EQ(ui.value("Open/as"), "images");
  choose(ui, "Open/as", "vectors");
  EXPECT_EQ(chosen().meaning, data::Meaning::vectors);
  choose(ui, "Open/part", "held out");
  EXPECT_EQ(chosen().part, data::Part::heldOut);
  EXPECT_EQ(ui.value("Open/Result").substr(0, 6), "10,000");
  EXPECT_EQ(ui.value("Open/subset"), "all");
  ui.enter("Open/subset", "500");
  EXPECT_EQ(chosen().subset, 500);
  EXPECT_EQ(ui.value("Open/Result").substr(0, 4), "500 ");
  ui.enter("Open/subset", "some");
  EXPECT_EQ(chosen().subset, 500);
  ui.enter("Open/subset", "all");
  EXPECT_EQ(chosen().subset, 0);
}

TEST_F(OpenDialog, OpensAsChosen) {
  askAbout(folderSurvey());
  state.question->options.imageSize = 32;
  answer();
  UiHarness ui(dialog());
  ui.click("Open/Open");
  const auto opened = asked<request::OpenDataset>();
  ASSERT_EQ(opened.size(), 1u);
  EXPECT_EQ(opened[0].source, "/data/faces");
  EXPECT_EQ(opened[0].options.imageSize, 32);
  EXPECT_EQ(opened[0].ask, request::Ask::never);
  EXPECT_FALSE(state.question);
}

TEST_F(OpenDialog, OpensByEnterAndIsDroppedByCancel) {
  askAbout(folderSurvey());
  answer();
  UiHarness ui(dialog());
  ui.key("Enter");
  EXPECT_EQ(asked<request::OpenDataset>().size(), 1u);
  askAbout(folderSurvey());
  ui.frames(3);
  ui.click("Open/Cancel");
  EXPECT_FALSE(state.question);
  EXPECT_EQ(asked<request::OpenDataset>().size(), 1u);
}

TEST_F(OpenDialog, AProblemIsSaidWhereItIsMended) {
  askAbout(folderSurvey());
  answer("/data/faces: expected 32 columns, found 3.");
  UiHarness ui(dialog());
  EXPECT_EQ(ui.value("Open/Problem"), "/data/faces: expected 32 columns, found 3.");
  EXPECT_FALSE(ui.isEnabled("Open/Open"));
  // While another choice is looked at, the old complaint is out of date.
  ui.enter("Open/size", "16");
  EXPECT_FALSE(ui.exists("Open/Problem"));
}

TEST(MustAsk, OfLargeAndAmbiguousSources) {
  data::Survey survey;
  survey.count = 60'000;
  survey.bytes = 47'000'000;
  EXPECT_FALSE(mustAsk(survey));
  survey.count = 300'000;
  EXPECT_TRUE(mustAsk(survey));
  survey.count = 100;
  survey.bytes = 257'000'000;
  EXPECT_TRUE(mustAsk(survey));
  survey.bytes = 0;
  survey.hasMeaning = true;
  EXPECT_FALSE(mustAsk(survey)) << "an array with axes for height and width says what it is";
  survey.isGuess = true;
  EXPECT_TRUE(mustAsk(survey));
  survey.isGuess = false;
  survey.arrays = {{"imgs", ""}, {"latents_values", ""}};
  EXPECT_FALSE(mustAsk(survey)) << "that there is a choice is no question";
  survey.question = "Which?";
  EXPECT_TRUE(mustAsk(survey));
}

}  // namespace
}  // namespace latlas
