#include "app/training/key_titles.h"

#include <gtest/gtest.h>

#include "core/model/objectives.h"

namespace latlas::app {
namespace {

TEST(KeyTitles, DefaultsAreThoseOfEachObjectiveAndArchitecture) {
  for (const auto architecture : {model::Architecture::mlp, model::Architecture::conv})
    for (const model::ObjectiveInfo& info : model::objectives()) {
      model::Config expected;
      model::selectArchitecture(expected.model, architecture);
      model::selectObjective(expected, info.objective);
      model::Config changed = expected;
      changed.loss.beta = 17.0;
      EXPECT_EQ(defaultsFor(changed), expected) << info.name;
    }
}

TEST(KeyTitles, TheTooltipOfAWeightSaysTheObjectivesDefault) {
  model::Config config;
  model::selectObjective(config, model::Objective::factorVae);
  EXPECT_NE(keyTooltip(config, "gamma").find("Default: 35."), std::string::npos);
}

}  // namespace
}  // namespace latlas::app
