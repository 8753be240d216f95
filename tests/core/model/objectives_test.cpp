#include "core/model/objectives.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/base/error.h"

namespace latlas::model {
namespace {

using Keys = std::set<std::string, std::less<>>;

Config configOf(const ObjectiveInfo& info) {
  Config config;
  setKey(config, "objective", info.name);
  return config;
}

Keys listedBy(const ObjectiveInfo& info) {
  Keys keys;
  for (const KeyUse& use : info.keys) keys.emplace(use.key);
  return keys;
}

Keys listedByAny() {
  Keys keys;
  for (const ObjectiveInfo& info : objectives()) keys.merge(listedBy(info));
  return keys;
}

TEST(Objectives, EachHasARowThatItsNameLeadsTo) {
  std::set<std::string_view> names, titles;
  for (const ObjectiveInfo& info : objectives()) {
    EXPECT_EQ(&infoOf(info.objective), &info);
    EXPECT_EQ(configOf(info).model.objective, info.objective) << info.name;
    names.insert(info.name);
    titles.insert(info.title);
    EXPECT_NE(keyHelp("objective").text.find(std::string(info.name) + ": "), std::string::npos);
    EXPECT_TRUE(info.formula.ends_with('.')) << info.name;
  }
  EXPECT_EQ(names.size(), objectives().size());
  EXPECT_EQ(titles.size(), objectives().size());
}

TEST(Objectives, WhatARowNamesIsThere) {
  for (const ObjectiveInfo& info : objectives()) {
    const Keys keys = listedBy(info);
    EXPECT_EQ(keys.size(), info.keys.size()) << info.name;
    for (const KeyUse& use : info.keys) {
      Config config;
      if (!use.standard.empty()) {
        EXPECT_NO_THROW(setKey(config, use.key, use.standard)) << info.name << ": " << use.key;
      }
      EXPECT_TRUE(isLive(use.key)) << use.key;
    }
    for (const std::string_view key : info.mainWeights) EXPECT_TRUE(keys.contains(key)) << key;
    for (const WeightedTerm& weighted : info.terms) {
      EXPECT_TRUE(keys.contains(weighted.weight)) << info.name << ": " << weighted.weight;
      EXPECT_EQ(infoOf(weighted.term).term, weighted.term);
    }
  }
}

TEST(Objectives, AKeyThatARowDoesNotListHasNoEffectThere) {
  for (const ObjectiveInfo& info : objectives()) {
    EXPECT_FALSE(usesKey(info, {}, "a_key_of_none")) << info.name;
    const Keys listed = listedBy(info);
    for (const std::string& key : listedByAny())
      if (!listed.contains(key)) {
        EXPECT_FALSE(isUsed(configOf(info), key)) << info.name << ": " << key;
      }
  }
}

TEST(Objectives, UseTheKeysOfTheirFormulas) {
  const std::map<std::string_view, Keys> expected{
      {"ae", {}},
      {"vae", {"beta", "free_bits", "kl_schedule"}},
      {"beta-vae", {"beta", "capacity", "free_bits", "kl_schedule"}},
      {"beta-tcvae", {"beta", "estimator", "kl_schedule"}},
      {"factor-vae", {"beta", "gamma", "free_bits", "kl_schedule"}},
      {"dip-vae", {"beta", "dip", "lambda_od", "lambda_d", "free_bits", "kl_schedule"}},
      {"info-vae", {"alpha", "lambda", "kernel", "free_bits", "kl_schedule"}},
      {"iwae", {"samples", "kl_schedule"}},
      {"rae", {"beta", "rae_regularizer", "lambda"}}};
  for (const auto& [objective, keys] : expected) {
    Config config;
    setKey(config, "objective", objective);
    Keys used;
    for (const std::string& key : listedByAny())
      if (isUsed(config, key)) used.insert(key);
    EXPECT_EQ(used, keys) << objective;
    setKey(config, "kl_schedule", "linear");
    EXPECT_EQ(isUsed(config, "kl_epochs"), keys.contains("kl_schedule")) << objective;
  }
}

TEST(Objectives, TheMainWeightIsAKeyThatCounts) {
  const auto weight = [](std::string_view objective, const std::string& capacity = "0") {
    Config config;
    setKey(config, "objective", objective);
    setKey(config, "capacity", capacity);
    return mainWeight(config);
  };
  EXPECT_EQ(weight("ae"), "");
  EXPECT_EQ(weight("dip-vae"), "beta");
  EXPECT_EQ(weight("iwae"), "samples");
  EXPECT_EQ(weight("beta-vae"), "beta");
  EXPECT_EQ(weight("beta-vae", "25"), "gamma");
  EXPECT_EQ(weight("vae", "25"), "beta") << "which has no capacity";
  EXPECT_EQ(weight("rae"), "lambda");
  Config plain;
  setKey(plain, "objective", "rae");
  setKey(plain, "rae_regularizer", "none");
  EXPECT_EQ(mainWeight(plain), "beta");
}

TEST(Objectives, SayHowManyDrawsASampleTakes) {
  LossConfig loss;
  loss.samples = 7;
  EXPECT_EQ(infoOf(Objective::ae).draws(loss), 0);
  EXPECT_EQ(infoOf(Objective::vae).draws(loss), 1);
  EXPECT_EQ(infoOf(Objective::iwae).draws(loss), 7);
  EXPECT_EQ(infoOf(Objective::rae).draws(loss), 1) << "of a direction";
  loss.raeRegularizer = RaeRegularizer::weightDecay;
  EXPECT_EQ(infoOf(Objective::rae).draws(loss), 0);
}

}  // namespace
}  // namespace latlas::model
