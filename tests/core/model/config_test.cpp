#include "core/model/config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace latlas::model {
namespace {

using nlohmann::json;

std::string errorOf(auto action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

std::string refusal(const std::string& key, const std::string& value) {
  return errorOf([&] {
    Config config;
    setKey(config, key, value);
  });
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A value of every key that is not the default, as the user writes it.
// clang-format off
const std::vector<std::pair<std::string, std::string>> otherValues{
    {"model", "conv"},          {"hidden", "300,100"},      {"channels", "16,32,64"},
    {"latent", "17"},           {"activation", "gelu"},     {"batch_norm", "on"},
    {"dropout", "0.25"},        {"init", "glorot"},
    {"objective", "dip-vae"},   {"beta", "4.5"},
    {"capacity", "25"},         {"capacity_steps", "5000"}, {"gamma", "30"},
    {"kl_schedule", "linear"},  {"kl_epochs", "2.5"},       {"free_bits", "0.1"},
    {"estimator", "weighted"},  {"dip", "ii"},              {"lambda_od", "5"},
    {"lambda_d", "50"},         {"alpha", "-0.5"},          {"lambda", "20"},
    {"kernel", "gaussian"},     {"samples", "50"},          {"rae_regularizer", "weight_decay"},
    {"likelihood", "gaussian"},
    {"binarize", "dynamic"},    {"output", "sigmoid"},      {"sigma", "0.25"},
    {"learn_sigma", "on"},      {"epochs", "20"},           {"batch", "64"},
    {"lr", "0.0003"},           {"lr_schedule", "cosine"},  {"lr_warm_up", "1.5"},
    {"lr_step", "3"},           {"lr_decay", "0.5"},        {"optimizer", "adamw"},
    {"momentum", "0.5"},        {"weight_decay", "0.1"},    {"clip", "1.5"},
    {"noise", "0.2"},           {"masking", "0.3"},         {"missing", "0.4"},
    {"patience", "7"},          {"stop_after", "3600"},     {"seed", "18446744073709551615"},
    {"held_out", "0.2"},        {"threads", "2"},           {"device", "cpu"}};
// clang-format on

TEST(ConfigKeys, AreThoseOfTheDesignInItsOrder) {
  std::vector<std::string> expected;
  for (const auto& [key, value] : otherValues) expected.push_back(key);
  EXPECT_EQ(configKeys(), expected);
}

TEST(ConfigKeys, EachReadsWhatItPrints) {
  for (const auto& [key, value] : otherValues) {
    Config config;
    setKey(config, key, value);
    EXPECT_EQ(keyValue(config, key), value) << key;
    Config again;
    setKey(again, key, keyValue(config, key));
    EXPECT_EQ(again, config) << key;
    EXPECT_NE(config, Config{}) << key;
  }
}

TEST(ConfigKeys, EveryNameOfAnEnumerationIsRead) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> names{
      {"model", {"mlp", "conv"}},
      {"activation", {"relu", "leaky_relu", "silu", "gelu", "tanh", "glu"}},
      {"batch_norm", {"on", "off"}},
      {"init", {"pytorch", "glorot", "he"}},
      {"objective",
       {"ae", "vae", "beta-vae", "beta-tcvae", "factor-vae", "dip-vae", "info-vae", "iwae", "rae"}},
      {"rae_regularizer", {"none", "gradient_penalty", "weight_decay"}},
      {"likelihood", {"bernoulli", "gaussian", "laplace", "discretized-logistic"}},
      {"binarize", {"none", "dynamic", "static"}},
      {"kl_schedule", {"constant", "linear", "cyclical"}},
      {"estimator", {"stratified", "weighted"}},
      {"dip", {"i", "ii"}},
      {"kernel", {"imq", "gaussian"}},
      {"output", {"linear", "sigmoid"}},
      {"optimizer", {"adam", "adamw", "rmsprop", "sgd"}},
      {"lr_schedule", {"constant", "cosine", "step"}},
      {"device", {"auto", "cpu", "cuda"}}};
  for (const auto& [key, values] : names)
    for (const std::string& value : values) {
      Config config;
      setKey(config, key, value);
      EXPECT_EQ(keyValue(config, key), value);
      const auto& known = keyHelp(key).names;
      EXPECT_TRUE(known.empty() || std::ranges::find(known, value) != known.end()) << key;
    }
}

TEST(ConfigKeys, EachIsExplained) {
  for (const std::string& key : configKeys()) {
    EXPECT_EQ(keyHelp(key).name, key);
    EXPECT_FALSE(keyHelp(key).allowed.empty()) << key;
    EXPECT_FALSE(keyHelp(key).text.empty()) << key;
    EXPECT_NE(keyHelp(key).text.back(), '.') << key << ": a phrase, which callers may go on with";
  }
}

TEST(ConfigKeys, AnotherObjectiveBringsItsWeights) {
  Config config;
  const auto choose = [&](const std::string& objective) {
    setKey(config, "objective", objective);
    return std::pair(config.loss.beta, config.loss.gamma);
  };
  EXPECT_EQ(choose("beta-vae"), std::pair(4.0, 1000.0));
  EXPECT_EQ(choose("beta-tcvae"), std::pair(6.0, 1000.0));
  EXPECT_EQ(choose("factor-vae"), std::pair(1.0, 35.0));
  config.loss.gamma = 7.0;
  EXPECT_EQ(choose("factor-vae"), std::pair(1.0, 7.0)) << "the same objective keeps its weights";
  config.loss.capacity = 25.0;
  EXPECT_EQ(choose("vae"), std::pair(1.0, 1000.0));
  EXPECT_EQ(config.loss.capacity, 0.0);
}

TEST(ConfigKeys, SayWhatHasAnEffect) {
  Config config;
  const auto used = [&](const std::string& key) { return isUsed(config, key); };
  EXPECT_TRUE(used("beta") && used("binarize") && used("kl_schedule") && used("free_bits"));
  EXPECT_FALSE(used("sigma") || used("channels") || used("gamma") || used("samples") ||
               used("kl_epochs") || used("momentum") || used("lr_step") || used("alpha"));
  setKey(config, "objective", "beta-vae");
  EXPECT_TRUE(used("capacity") && used("beta") && !used("gamma"));
  setKey(config, "capacity", "25");
  EXPECT_TRUE(used("gamma") && used("capacity_steps") && !used("beta") && !used("kl_schedule"));
  setKey(config, "objective", "ae");
  EXPECT_FALSE(used("beta") || used("kl_schedule") || used("free_bits"));
  setKey(config, "likelihood", "laplace");
  EXPECT_TRUE(used("sigma") && used("learn_sigma") && used("output") && !used("binarize"));
  setKey(config, "optimizer", "sgd");
  EXPECT_TRUE(used("momentum") && !used("weight_decay"));
  EXPECT_THROW(isUsed(config, "betta"), Error);
}

TEST(ConfigKeys, SayWhatMayChangeWhileARunGoesOn) {
  for (const std::string key : {"lr", "beta", "clip", "noise", "batch", "sigma", "kl_schedule",
                                "epochs", "gamma", "lambda", "patience"})
    EXPECT_TRUE(isLive(key)) << key;
  for (const std::string key : {"model", "hidden", "latent", "objective", "likelihood", "seed",
                                "held_out", "optimizer", "learn_sigma", "dropout", "init"})
    EXPECT_FALSE(isLive(key)) << key;
}

TEST(ConfigKeys, HaveAFlagEach) {
  EXPECT_EQ(flagOf("lr"), "--lr");
  EXPECT_EQ(flagOf("kl_epochs"), "--kl-epochs");
}

TEST(ConfigKeys, ListsMayBeEmpty) {
  for (const std::string empty : {"", "none"}) {
    Config config;
    setKey(config, "hidden", empty);
    EXPECT_TRUE(config.model.hidden.empty());
    EXPECT_EQ(keyValue(config, "hidden"), "");
  }
}

TEST(ConfigKeys, RefuseWhatIsNoValueOrOutOfRange) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> bad{
      {"latent", {"0", "129", "", "2.5", "two", "2 ", " 2", "+2", "0x2", "99999999999"}},
      {"hidden", {"0", "400,", ",400", "400,,200", "400 200", "-1", "65537"}},
      {"beta", {"-1", "nan", "inf", "1e999", "", "1,5", "1.0x"}},
      {"sigma", {"0", "-0.1", "nan"}},
      {"lr", {"0", "-1", "inf"}},
      {"batch", {"0", "-5", "1e3"}},
      {"epochs", {"-1"}},
      {"seed", {"-1", "18446744073709551616"}},
      {"held_out", {"0", "0.91", "1"}},
      {"threads", {"-1", "257"}},
      {"objective", {"VAE", "beta_vae", ""}},
      {"batch_norm", {"1", "yes", ""}},
      {"init", {"keras", "He", ""}},
      {"dropout", {"-0.1", "0.95", "1"}},
      {"samples", {"0", "1001"}},
      {"lr_decay", {"1.5", "-1"}},
      {"alpha", {"1.1"}},
      {"device", {"gpu"}}};
  for (const auto& [key, values] : bad)
    for (const std::string& value : values) {
      const std::string message = refusal(key, value);
      EXPECT_TRUE(mentions(message, '"' + key + '"')) << key << "=" << value << ": " << message;
      EXPECT_TRUE(mentions(message, "found \"" + value + '"')) << message;
    }
}

TEST(ConfigKeys, ARefusalSaysWhatIsAllowed) {
  EXPECT_EQ(refusal("latent", "500"),
            "key \"latent\": expected a whole number of at least 1 and at most 128, found \"500\"");
  EXPECT_EQ(refusal("alpha", "2"), "key \"alpha\": expected a number of at most 1, found \"2\"");
  EXPECT_EQ(refusal("lr", "0"), "key \"lr\": expected a number above 0, found \"0\"");
  EXPECT_EQ(refusal("dip", "iii"), "key \"dip\": expected one of i, ii, found \"iii\"");
}

TEST(ConfigKeys, AnUnknownOneNamesTheNearest) {
  EXPECT_EQ(refusal("latnet", "2"), "unknown key \"latnet\"; did you mean \"latent\"?");
  EXPECT_TRUE(mentions(errorOf([] { keyValue(Config{}, "heldout"); }), "\"held_out\""));
}

TEST(ConfigKeys, ARefusedValueChangesNothing) {
  Config config;
  EXPECT_THROW(setKey(config, "hidden", "100,x"), Error);
  EXPECT_THROW(setKey(config, "model", "resnet"), Error);
  EXPECT_EQ(config, Config{});
}

TEST(ConfigKeys, AnotherArchitectureBringsItsDefaults) {
  Config config;
  setKey(config, "hidden", "77");
  setKey(config, "model", "mlp");
  EXPECT_EQ(config.model.hidden, std::vector<int>{77}) << "the same architecture keeps its layers";
  setKey(config, "model", "conv");
  EXPECT_TRUE(config.model.hidden.empty());
  EXPECT_EQ(config.model.channels, (std::vector<int>{32, 64}));
  setKey(config, "model", "mlp");
  EXPECT_EQ(config.model.hidden, std::vector<int>{400});
}

Config configOfOtherValues() {
  Config config;
  for (const auto& [key, value] : otherValues) setKey(config, key, value);
  return config;
}

TEST(ConfigJson, HoldsNumbersListsAndNames) {
  const json written = toJson(configOfOtherValues());
  EXPECT_EQ(written.size(), configKeys().size());
  EXPECT_EQ(written["model"], "conv");
  EXPECT_EQ(written["hidden"], json({300, 100}));
  EXPECT_EQ(written["latent"], 17);
  EXPECT_TRUE(written["latent"].is_number_integer());
  EXPECT_EQ(written["batch_norm"], true);
  EXPECT_EQ(written["beta"], 4.5);
  EXPECT_EQ(written["seed"].get<std::uint64_t>(), 18446744073709551615u);
  EXPECT_EQ(toJson(Config{})["channels"], json({32, 64}));
}

TEST(ConfigJson, ReadsWhatItWrites) {
  const Config config = configOfOtherValues();
  EXPECT_EQ(fromJson(json::parse(toJson(config).dump())), config);
  EXPECT_EQ(fromJson(toJson(Config{}), config), Config{}) << "whatever the base was";
}

TEST(ConfigJson, ShortDecimalsStayExact) {
  for (const double value : {0.1, 1.0 / 3.0, 1e-5, 2.5e-300, 123456789.123}) {
    Config config;
    config.train.learningRate = value;
    EXPECT_EQ(fromJson(json::parse(toJson(config).dump())).train.learningRate, value);
  }
}

TEST(ConfigJson, MissingKeysKeepTheBase) {
  Config base = configOfOtherValues();
  const Config read = fromJson(json{{"latent", 3}}, base);
  base.model.latent = 3;
  EXPECT_EQ(read, base);
}

TEST(ConfigJson, ARunFromBeforeFirstWeightsWereChosenHasPyTorchs) {
  json written = toJson(Config{});
  written.erase("init");
  EXPECT_EQ(fromJson(written).model.init, Initialization::pytorch);
}

TEST(ConfigJson, RefusesOtherTypesAndUnknownKeys) {
  for (const json& bad : {json{{"latent", "3"}}, json{{"latent", 3.5}}, json{{"hidden", 400}},
                          json{{"hidden", {400, "x"}}}, json{{"hidden", {1.5}}}, json{{"model", 1}},
                          json{{"beta", nullptr}}, json{{"beta", true}}, json{{"batch_norm", "on"}},
                          json{{"batch_norm", 1}}, json::array({1}), json{{"latent", 0}}})
    EXPECT_THROW(fromJson(bad), Error) << bad;
  EXPECT_EQ(errorOf([] {
              fromJson(json{{"betta", 1}});
            }),
            "unknown key \"betta\"; did you mean \"beta\"?");
}

TEST(Validate, AcceptsTheDefaultsForEverySize) {
  EXPECT_NO_THROW(validate(Config{}, {1, 1, 1}));
  EXPECT_NO_THROW(validate(Config{}, {3, 300, 7}));
  Config conv;
  setKey(conv, "model", "conv");
  EXPECT_NO_THROW(validate(conv, {1, 8, 256}));
}

TEST(Validate, RefusesNumbersSetPastTheKeys) {
  const auto refuses = [](auto change) {
    Config config;
    change(config);
    return !errorOf([&] { validate(config, {1, 28, 28}); }).empty();
  };
  EXPECT_TRUE(refuses([](Config& c) { c.model.latent = 129; }));
  EXPECT_TRUE(refuses([](Config& c) { c.model.hidden = {400, 0}; }));
  EXPECT_TRUE(refuses([](Config& c) { c.model.sigma = std::nan(""); }));
  EXPECT_TRUE(refuses([](Config& c) { c.train.batch = 0; }));
  EXPECT_TRUE(refuses([](Config& c) { c.train.learningRate = -1.0; }));
  EXPECT_TRUE(refuses([](Config& c) { c.train.heldOut = 0.95; }));
}

TEST(Validate, ConvSaysHowManyHalvingsAnImageTakes) {
  Config config;
  setKey(config, "model", "conv");
  config.model.channels = {8, 8, 8};
  EXPECT_NO_THROW(validate(config, {1, 8, 200}));
  config.model.channels = {8, 8, 8, 8};
  EXPECT_EQ(errorOf([&] {
              validate(config, {1, 8, 200});
            }),
            "channels 8,8,8,8: expected at most 3 layers, as each halves an image of 1 x 8 x 200, "
            "found 4");
  config.model.channels = {};
  EXPECT_TRUE(mentions(errorOf([&] { validate(config, {1, 8, 8}); }), "at least one layer"));
  config.model.channels = {8};
  EXPECT_THROW(validate(config, {1, 7, 8}), Error);
  EXPECT_THROW(validate(config, {1, 8, 257}), Error);
  EXPECT_THROW(validate(config, {0, 8, 8}), Error);
}

TEST(Validate, RefusesWhatCannotBeTrained) {
  const auto message = [](const std::vector<std::pair<std::string, std::string>>& keys,
                          const data::Shape& shape = {1, 28, 28}) {
    Config config;
    for (const auto& [key, value] : keys) setKey(config, key, value);
    return errorOf([&] { validate(config, shape); });
  };
  EXPECT_TRUE(mentions(message({{"lr_schedule", "cosine"}, {"epochs", "0"}}), "epochs 0"));
  EXPECT_TRUE(mentions(message({{"batch_norm", "on"}, {"batch", "1"}}), "batches of at least 2"));
  for (const std::string objective : {"beta-tcvae", "factor-vae", "dip-vae", "info-vae"})
    EXPECT_TRUE(mentions(message({{"objective", objective}, {"batch", "1"}}), "at least 2"));
  EXPECT_EQ(message({{"objective", "iwae"}, {"batch", "1"}}), "");
  const data::Shape vectors = data::vectorShape(5);
  EXPECT_TRUE(mentions(message({{"likelihood", "discretized-logistic"}}, vectors), "256 levels"));
  EXPECT_TRUE(mentions(message({{"likelihood", "laplace"}, {"output", "sigmoid"}}, vectors),
                       "output sigmoid"));
  EXPECT_EQ(message({{"likelihood", "laplace"}}, vectors), "");
}

TEST(DataTreatment, NamesTheLikelihoodsScale) {
  ModelConfig config;
  EXPECT_EQ(dataTreatment(config), "grey-level Bernoulli");
  config.binarize = Binarization::dynamic;
  EXPECT_EQ(dataTreatment(config), "dynamically binarized Bernoulli");
  config.binarize = Binarization::fixed;
  EXPECT_EQ(dataTreatment(config), "statically binarized Bernoulli");
  config.likelihood = Likelihood::gaussian;
  EXPECT_EQ(dataTreatment(config), "Gaussian, sigma 0.1");
  config.learnSigma = true;
  EXPECT_EQ(dataTreatment(config), "Gaussian, sigma learned");
  config.likelihood = Likelihood::discretizedLogistic;
  EXPECT_EQ(dataTreatment(config), "discretized logistic, scale learned");
}

}  // namespace
}  // namespace latlas::model
