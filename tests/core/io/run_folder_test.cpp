#include "core/io/run_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/safetensors.h"
#include "core/model/network.h"
#include "tests/core/io/made_run.h"
#include "tests/support/temporary_folder.h"

namespace latlas::io {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string complaint(const fs::path& folder) {
  try {
    loadRun(folder);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

void expectComplaint(const fs::path& folder, const char* file, std::string_view part) {
  const std::string text = complaint(folder);
  const fs::path named = *file ? folder / file : folder;
  EXPECT_EQ(text.find(named.string()), 0u) << text;
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

// Saves a run and puts one changed safetensors file into it.
template <class Change>
void rewriteTensors(const fs::path& path, const std::string& step, Change change) {
  model::Tensors tensors = decodeSafetensors(readFile(path), path);
  change(tensors);
  writeFileAtomically(path, encodeSafetensors(tensors, {{"step", step}}));
}

TEST(RunFolder, RoundTripIsExact) {
  const test::TemporaryFolder folder;
  EXPECT_FALSE(isRunFolder(folder / "run"));
  saveRun(folder / "run", runAt(12));
  EXPECT_TRUE(isRunFolder(folder / "run"));
  const auto loaded = loadRun(folder / "run");
  expectEqual(loaded, runAt(12));
  EXPECT_EQ(loaded.versions.at("libtorch"), "9.8.7");
  EXPECT_TRUE(loaded.drawsAsHere());
  EXPECT_FALSE(runAt(12).drawsAsHere()) << "saved before versions of the draws were recorded";
  saveRun(folder / "run", runAt(13));
  expectEqual(loadRun(folder / "run"), runAt(13));
}

TEST(RunFolder, ARunFindsItsNameAndItsRelatives) {
  const test::TemporaryFolder folder;
  auto run = runAt(3);
  run.family = {"Run 2", 6, {{"/kept/mnist Run-1", "\"first\", beta 1", 2}, {"/b", "b", 0}}};
  saveRun(folder.path(), run);
  EXPECT_EQ(loadRun(folder.path()).family, run.family);

  const fs::path file = folder / "run.json";
  json page = json::parse(readText(file));
  page["compared_with"][1].erase("folder");
  writeFileAtomically(file, page.dump());
  expectComplaint(folder.path(), "run.json", "folder");
  page["compared_with"] = json::array({7});
  writeFileAtomically(file, page.dump());
  expectComplaint(folder.path(), "run.json", "objects");
  page.erase("name");  // as runs of the command line are
  writeFileAtomically(file, page.dump());
  EXPECT_EQ(loadRun(folder.path()).family, RunFamily{});
}

TEST(RunFolder, EqualRunsGiveEqualBytes) {
  const test::TemporaryFolder folder;
  saveRun(folder / "a", runAt(5));
  saveRun(folder / "b", loadRun(folder / "a"));
  for (const char* name :
       {"run.json", "weights.safetensors", "optimizer.safetensors", "history.csv", "events.jsonl"})
    EXPECT_EQ(readFile(folder / "a" / name), readFile(folder / "b" / name)) << name;
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "a"), {}), 5);
}

TEST(RunFolder, RunJsonSaysWhatAnotherProgramNeeds) {
  const test::TemporaryFolder folder;
  const auto run = runAt(2);
  saveRun(folder / "run", run);
  const json page = json::parse(readText(folder / "run/run.json"));
  EXPECT_EQ(page["format"], 1);
  EXPECT_EQ(page["step"], 2);
  EXPECT_EQ(page["likelihood"], "bernoulli");
  EXPECT_EQ(page["decoder_output"], "logits");
  EXPECT_EQ(page["latent"], 3);
  // 24 -> 5 -> 3 and 3, 3 -> 5 -> 24, with biases.
  EXPECT_EQ(page["parameters"], (24 * 5 + 5) + 2 * (5 * 3 + 3) + (3 * 5 + 5) + (5 * 24 + 24));
  EXPECT_EQ(page["dataset"]["shape"], (json{1, 4, 6}));
  EXPECT_EQ(page["dataset"]["source"], "builtin:sprites?size=4");
  for (const auto& key : model::configKeys()) EXPECT_TRUE(page["config"].contains(key)) << key;
  const auto tensors = decodeSafetensors(readFile(folder / "run/weights.safetensors"), "w");
  std::size_t named = 0;
  for (const char* part : {"encoder", "mu", "logvar", "decoder"})
    for (const json& layer : page["network"][part])
      for (const char* kind : {"weight", "bias"}) {
        if (!layer.contains(kind)) continue;
        EXPECT_EQ(layer[kind], tensors.at(named++).name);
      }
  EXPECT_EQ(named, tensors.size());
}

TEST(RunFolder, AFreshRunAndAPlainAutoencoderAreRuns) {
  const test::TemporaryFolder folder;
  auto run = runAt(0);
  run.checkpoint.config.model.objective = model::Objective::ae;
  run.checkpoint.config.model.likelihood = model::Likelihood::gaussian;
  run.checkpoint.optimizer.clear();
  run.checkpoint.history = {};
  std::erase_if(run.checkpoint.weights,
                [](const model::Tensor& tensor) { return tensor.name.starts_with("logvar"); });
  saveRun(folder.path(), run);
  EXPECT_EQ(loadRun(folder.path()).checkpoint.weights, run.checkpoint.weights);
  EXPECT_EQ(json::parse(readText(folder / "run.json"))["decoder_output"], "means");
}

TEST(RunFolder, ARunThatDidNotSayWhereItWasIsRead) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runAt(12));
  json page = json::parse(readText(folder / "run.json"));
  for (const char* key : {"position", "threads", "since_evaluation", "waiting", "best"}) {
    ASSERT_TRUE(page.contains(key)) << key;
    page.erase(key);
  }
  writeFileAtomically(folder / "run.json", page.dump());
  const train::Checkpoint old = loadRun(folder.path()).checkpoint;
  EXPECT_FALSE(old.position);
  EXPECT_FALSE(old.best) << "what lies in best.safetensors is of no run";
  EXPECT_EQ(old.sinceEvaluation, train::SinceEvaluation());
}

TEST(RunFolder, TheBestWeightsMustBeOfTheBestStep) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runAt(12));
  fs::copy_file(folder / "weights.safetensors", folder / "best.safetensors",
                fs::copy_options::overwrite_existing);
  expectComplaint(folder.path(), "best.safetensors", "step 11, as in run.json, found step 12");
  fs::remove(folder / "best.safetensors");
  expectComplaint(folder.path(), "best.safetensors", "expected a readable file");
}

TEST(RunFolder, BatchNormAndEveryOptimizerAreKept) {
  const test::TemporaryFolder folder;
  for (const model::Optimizer optimizer :
       {model::Optimizer::adam, model::Optimizer::sgd, model::Optimizer::rmsProp}) {
    auto run = runAt(3);
    run.checkpoint.config.model.batchNorm = true;
    run.checkpoint.config.train.optimizer = optimizer;
    const auto network = model::buildNetwork(run.checkpoint.config.model, run.checkpoint.shape);
    const auto filled = [](const std::vector<model::TensorSpec>& specs) {
      model::Tensors tensors;
      for (const auto& spec : specs)
        tensors.push_back({spec.name, spec.shape,
                           std::vector<float>(static_cast<std::size_t>(model::numberCount(spec)),
                                              static_cast<float>(tensors.size()))});
      return tensors;
    };
    run.checkpoint.weights = filled(model::weightTensors(network));
    run.checkpoint.optimizer =
        filled(model::optimizerTensors(run.checkpoint.config.model, network, optimizer));
    saveRun(folder.path(), run);
    expectEqual(loadRun(folder.path()), run);
  }
}

TEST(RunFolder, KeepsHowTheDataWereOpened) {
  const test::TemporaryFolder folder;
  auto run = runAt(4);
  run.dataset.options.imageSize = 24;
  run.dataset.options.fit = data::Fit::pad;
  run.dataset.options.array = "train/images";
  run.dataset.options.metadata = "/data/more.csv";
  saveRun(folder.path(), run);
  EXPECT_EQ(loadRun(folder.path()).dataset, run.dataset);

  json page = json::parse(readText(folder / "run.json"));
  page["dataset"]["options"]["fit"] = "squeeze";
  writeFileAtomically(folder / "run.json", page.dump());
  expectComplaint(folder.path(), "run.json", "crop, pad, stretch");
  // As it was written before there were other ways of opening than a size.
  page["dataset"].erase("options");
  page["dataset"]["image_size"] = 16;
  writeFileAtomically(folder / "run.json", page.dump());
  const data::OpenOptions old = loadRun(folder.path()).dataset.options;
  EXPECT_EQ(old.imageSize, 16);
  EXPECT_EQ(old.colour, data::Colour::grey);
}

TEST(RunFolder, ARunOnVectorsHasOneSide) {
  const test::TemporaryFolder folder;
  auto run = runAt(0);
  run.dataset.shape = run.checkpoint.shape = data::vectorShape(24);
  run.checkpoint.config.model.likelihood = model::Likelihood::gaussian;
  saveRun(folder.path(), run);
  EXPECT_EQ(json::parse(readText(folder / "run.json"))["dataset"]["shape"], json{24});
  EXPECT_EQ(loadRun(folder.path()).dataset, run.dataset);
}

TEST(RunFolder, WeightsComeInTheNetworksOrder) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runAt(4));
  rewriteTensors(folder / "weights.safetensors", "4",
                 [](model::Tensors& tensors) { std::reverse(tensors.begin(), tensors.end()); });
  expectEqual(loadRun(folder.path()), runAt(4));
}

TEST(RunFolder, ComplaintsNameFileAndPlace) {
  const test::TemporaryFolder folder;
  expectComplaint(folder.path(), "", "a RUN folder");
  expectComplaint(folder / "none", "", "a RUN folder");
  for (const char* name :
       {"weights.safetensors", "optimizer.safetensors", "history.csv", "events.jsonl"}) {
    saveRun(folder.path(), runAt(4));
    fs::remove(folder / name);
    expectComplaint(folder.path(), name, "expected a readable file");
  }
}

TEST(RunFolder, TensorsOfAnotherNetworkAreRefused) {
  const test::TemporaryFolder folder;
  const auto expectAfter = [&](const char* file, const char* part, auto change) {
    saveRun(folder.path(), runAt(4));
    rewriteTensors(folder / file, "4", change);
    expectComplaint(folder.path(), file, part);
  };
  using Tensors = model::Tensors;
  expectAfter("weights.safetensors", "expected shape [5, 24], found no such tensor",
              [](Tensors& tensors) { tensors.erase(tensors.begin()); });
  expectAfter("weights.safetensors", "expected shape [5, 24], as in run.json, found [24, 5]",
              [](Tensors& tensors) {
                tensors[0].shape = {24, 5};
              });
  expectAfter("weights.safetensors", "tensor \"more\"", [](Tensors& tensors) {
    tensors.push_back({"more", {1}, {1}});
  });
  expectAfter("optimizer.safetensors", ".m\"",
              [](Tensors& tensors) { tensors.erase(tensors.begin()); });
  expectAfter("optimizer.safetensors", "tensor \"step\"",
              [](Tensors& tensors) { tensors.pop_back(); });
}

TEST(RunFolder, FilesOfDifferentStepsAreRefused) {
  const test::TemporaryFolder folder;
  saveRun(folder / "old", runAt(4));
  saveRun(folder / "new", runAt(5));
  for (const char* name : {"weights.safetensors", "optimizer.safetensors"}) {
    saveRun(folder / "mixed", runAt(5));
    fs::copy_file(folder / "old" / name, folder / "mixed" / name,
                  fs::copy_options::overwrite_existing);
    expectComplaint(folder / "mixed", name, "step 5, as in run.json, found step 4");
  }
}

TEST(RunFolder, ABrokenRunJsonIsRefused) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runAt(4));
  const json good = json::parse(readText(folder / "run.json"));
  const auto expectAfter = [&](const char* part, auto change) {
    json page = good;
    change(page);
    writeFileAtomically(folder / "run.json", page.dump());
    expectComplaint(folder.path(), "run.json", part);
  };
  expectAfter("newer Latlas", [](json& page) { page["format"] = 2; });
  expectAfter("\"step\"", [](json& page) { page["step"] = -1; });
  expectAfter("\"step\"", [](json& page) { page["step"] = 18446744073709551615u; });
  expectAfter("\"seconds\"", [](json& page) { page["seconds"] = "long"; });
  expectAfter("\"consumed\"", [](json& page) { page["position"]["consumed"] = -1; });
  expectAfter("\"epoch\"", [](json& page) { page["position"]["epoch"] = INT64_MAX; });
  expectAfter("\"kl_of_dimensions\"", [](json& page) {
    page["since_evaluation"]["kl_of_dimensions"] = {1, 2};
  });
  expectAfter("\"kl_of_dimensions\"",
              [](json& page) { page["since_evaluation"]["kl_of_dimensions"][1] = "x"; });
  expectAfter("\"held_out_loss\"", [](json& page) { page["best"] = {{"step", 1}, {"epoch", 0}}; });
  expectAfter("dataset, key \"shape\"", [](json& page) { page["dataset"]["shape"] = {1, 2}; });
  expectAfter("dataset, key \"shape\"", [](json& page) { page["dataset"]["shape"][1] = 1e9; });
  expectAfter("\"dataset\"", [](json& page) { page.erase("dataset"); });
  expectAfter("\"config\"", [](json& page) { page["config"]["latent"] = 1000; });
  expectAfter("\"config\"", [](json& page) { page["config"]["latnet"] = 2; });
  expectAfter("\"config\"", [](json& page) { page["config"] = 7; });
  expectAfter("a JSON object", [](json& page) { page = json::array(); });
  writeFileAtomically(folder / "run.json", std::string_view("{\"latlas\": "));
  expectComplaint(folder.path(), "run.json", "offset 11");
}

}  // namespace
}  // namespace latlas::io
