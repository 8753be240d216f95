#include "core/model/presets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"

namespace latlas::model {
namespace {

const data::Shape kDigits{1, 28, 28};
const data::Shape kSquares{1, 64, 64};

std::string errorOf(const std::string& text) {
  try {
    parsePresets(text, "own.json");
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

std::string fileWith(const std::string& config) {
  return R"({"format": 1, "presets": [{"name": "mine", "title": "Mine", "text": "One.",
             "source": "me", "data": "images", "config": )" +
         config + "}]}";
}

TEST(Presets, EachCanBeTrainedAndIsExplained) {
  for (const Preset& preset : presets()) {
    EXPECT_FALSE(preset.title.empty() || preset.text.empty() || preset.source.empty())
        << preset.name;
    EXPECT_LE(preset.title.size(), 32u) << preset.name << ": the chooser is no wider";
    const bool areVectors = preset.kind == data::Kind::vectors;
    const bool areSquares = preset.dataset.find("size=64") != std::string::npos;
    EXPECT_NO_THROW(validate(preset.config, areVectors   ? data::vectorShape(7)
                                            : areSquares ? kSquares
                                                         : kDigits))
        << preset.name;
    // What has no effect in it is not in it.
    for (const std::string& key : preset.keys)
      EXPECT_TRUE(isUsed(preset.config, key)) << preset.name << ": " << key;
  }
}

TEST(Presets, ThePlainOneIsThePlainStart) { EXPECT_EQ(findPreset("default-mlp").config, Config{}); }

TEST(Presets, ThePublishedModelsAreThoseOfTheirSources) {
  const Config& explainer = findPreset("vae-explainer-mlp").config;
  EXPECT_EQ(explainer.model.hidden, std::vector<int>{128});
  EXPECT_EQ(explainer.model.latent, 2);
  // (x - mean)^2 / (2 sigma^2) is the squared error itself.
  EXPECT_NEAR(2 * explainer.model.sigma * explainer.model.sigma, 1.0, 1e-7);
  EXPECT_EQ(explainer.train.epochs, 15);
  EXPECT_EQ(explainer.model.init, Initialization::glorot) << "Keras' own";
  const Config& gated = findPreset("exemplar-vae").config;
  EXPECT_EQ(gated.model.hidden, (std::vector<int>{300, 300}));
  EXPECT_EQ(gated.model.activation, Activation::glu);
  EXPECT_EQ(gated.model.binarize, Binarization::dynamic);
  EXPECT_EQ(gated.loss.klSchedule, KlSchedule::linear);
  const Config& statical = findPreset("pythae-mnist").config;
  EXPECT_EQ(statical.model.binarize, Binarization::fixed);
  EXPECT_EQ(statical.train.batch, 100);
  EXPECT_DOUBLE_EQ(statical.train.learningRate, 1e-4);
  EXPECT_EQ(findPreset("sprites-beta-tcvae").config.loss.beta, 6.0);
  EXPECT_EQ(findPreset("beta-vae-capacity").config.loss.capacity, 25.0);
  EXPECT_EQ(findPreset("wae-mmd").config.loss.alpha, 1.0);
}

TEST(Presets, LeaveWhatIsTheUsersAndTheMachines) {
  Config present;
  present.train.seed = 7;
  present.train.heldOut = 0.25;
  present.train.threads = 2;
  present.train.device = Device::cpu;
  present.train.epochs = 0;
  const Config plain = applied(findPreset("default-mlp"), present);
  EXPECT_EQ(plain, present);
  const Config published = applied(findPreset("vae-explainer-mlp"), present);
  EXPECT_EQ(published.train.seed, 7u);
  EXPECT_EQ(published.train.threads, 2);
  EXPECT_EQ(published.train.epochs, 15);
}

TEST(Presets, AreRecognizedUntilSomethingIsChanged) {
  Config config = applied(findPreset("exemplar-vae"), {});
  EXPECT_TRUE(isApplied(findPreset("exemplar-vae"), config, kDigits));
  EXPECT_FALSE(isApplied(findPreset("default-mlp"), config, kDigits));
  config.train.learningRate = 0.1;
  EXPECT_FALSE(isApplied(findPreset("exemplar-vae"), config, kDigits));
  // What vectors do not allow is no change of the user's.
  Config suited;
  suitTo(suited.model, data::vectorShape(3));
  EXPECT_TRUE(isApplied(findPreset("default-mlp"), suited, data::vectorShape(3)));
}

TEST(Presets, AnUnknownNameIsAnsweredWithTheNearest) {
  try {
    findPreset("exemplar-vea");
    FAIL() << "no such preset";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("\"exemplar-vae\"?"), std::string::npos)
        << error.what();
  }
}

TEST(Presets, ADamagedFileIsNamedWithPresetAndKey) {
  const auto says = [](const std::string& text, const std::string& part) {
    EXPECT_NE(errorOf(text).find(part), std::string::npos) << errorOf(text);
  };
  says("{", "own.json");
  says(R"({"format": 2, "presets": []})", "format");
  says(R"({"format": 1, "presets": []})", "presets");
  says(R"({"format": 1, "presets": [{"title": "?"}]})", "presets 1");
  says(fileWith(R"({"lattent": 3})"), "preset \"mine\": unknown key \"lattent\"");
  says(fileWith(R"({"latent": 3000})"), "preset \"mine\": key \"latent\"");
  says(fileWith(R"({"seed": 3})"), "preset \"mine\": key \"seed\"");
  says(fileWith("7"), "preset \"mine\"");
  std::string odd = fileWith("{}");
  odd.replace(odd.find("images"), 6, "sounds");
  says(odd, "images or vectors");
  says(
      R"({"format": 1, "presets": [)"
      R"({"name": "a", "title": "A", "text": "A.", "source": "a", "data": "images", "config": {}},)"
      R"({"name": "a", "title": "A", "text": "A.", "source": "a", "data": "images", "config": {}}]})",
      "twice");
  EXPECT_EQ(errorOf(fileWith(R"({"latent": 3, "hidden": [5, 4]})")), "");
}

}  // namespace
}  // namespace latlas::model
