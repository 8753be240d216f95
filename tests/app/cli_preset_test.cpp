// --preset: where it stands among the ways to configure a run, and how it is refused.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/io/run_folder.h"
#include "core/model/presets.h"
#include "tests/app/cli_support.h"
#include "tests/support/temporary_folder.h"

namespace latlas::test {
namespace {

constexpr const char* kData = "builtin:sprites?size=16&count=300";

TEST(CliPreset, IsAppliedBeforeTheFileSetAndFlags) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "more.json", std::string_view(R"({"hidden": [20], "latent": 5})"));
  ASSERT_EQ(latlas({"train", kData, "--out", (folder / "run").string(), "--preset", "exemplar-vae",
                    "--config", (folder / "more.json").string(), "--set", "latent=4", "--epochs",
                    "1"})
                .exitCode,
            0);
  model::Config expected = model::findPreset("exemplar-vae").config;
  expected.model.hidden = {20};
  expected.model.latent = 4;
  expected.train.epochs = 1;
  EXPECT_EQ(io::loadRun(folder / "run").checkpoint.config, expected);
}

TEST(CliPreset, HelpListsThemAndAnUnknownOneIsAWrongCall) {
  const auto help = latlas({"train", "--help"});
  for (const model::Preset& preset : model::presets())
    EXPECT_NE(help.out.find(preset.name), std::string::npos) << preset.name;
  const TemporaryFolder folder;
  const auto wrong =
      latlas({"train", kData, "--out", (folder / "run").string(), "--preset", "vae-explainer"});
  EXPECT_EQ(wrong.exitCode, 2);
  EXPECT_TRUE(isOneLineError(wrong.err, {"vae-explainer", "vae-explainer-mlp"}));
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(CliPreset, ForOtherDataIsRefusedWithWhatToDo) {
  const TemporaryFolder folder;
  const std::string out = (folder / "run").string();
  const auto refused =
      latlas({"train", "builtin:blobs?count=100&dims=4", "--out", out, "--preset", "conv"});
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_TRUE(isOneLineError(refused.err, {"vectors"}));
  EXPECT_EQ(latlas({"train", "builtin:blobs?count=100&dims=4", "--out", out, "--preset", "table",
                    "--epochs", "1"})
                .exitCode,
            0);
  EXPECT_TRUE(io::loadRun(out).checkpoint.config.model.learnSigma);
}

}  // namespace
}  // namespace latlas::test
