#include "core/inference/worker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "tests/core/inference/worker_fixture.h"

namespace latlas::inference {
namespace {

// Orders of `size` pieces that write down what happens to them.
class ScriptedOrders : public WorkerTest {
 protected:
  struct Piece {
    std::string name;
    std::int64_t step = 0;  // of the weights that its work was begun with
    float grey = 0.0f;      // of the model that it was given
  };

  Order order(const std::string& name, Urgency urgency, int size, std::uint64_t version = 1) {
    return {name, version, urgency,
            [this, name, size](const WeightsPtr& by) -> std::unique_ptr<Work> {
              return std::make_unique<Scripted>(*this, name, size, by);
            }};
  }
  Order eye(const std::string& name, int size, std::uint64_t version = 1) {
    return order(name, Urgency::eye, size, version);
  }

  std::vector<std::string> served() const {
    std::vector<std::string> names;
    for (const Piece& piece : pieces) names.push_back(piece.name);
    return names;
  }
  void turns(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(worker.turn());
  }

  std::vector<Piece> pieces;
  std::map<std::string, std::vector<std::int64_t>> answers;  // steps, by name
  int alive = 0;                                             // works that are not destroyed

 private:
  class Scripted final : public Work {
   public:
    Scripted(ScriptedOrders& test, std::string name, int size, WeightsPtr by)
        : test_(test), name_(std::move(name)), left_(size), by_(std::move(by)) {
      ++test_.alive;
    }
    ~Scripted() override { --test_.alive; }

    bool piece(model::Reader& reader) override {
      std::vector<float> pixels(static_cast<std::size_t>(reader.spec().shape.size()));
      reader.decode(std::vector<float>(static_cast<std::size_t>(reader.spec().config.latent)),
                    pixels);
      test_.pieces.push_back({name_, by_->step, pixels[0]});
      if (--left_ > 0) return false;
      test_.answers[name_].push_back(by_->step);
      return true;
    }

   private:
    ScriptedOrders& test_;
    std::string name_;
    int left_;
    WeightsPtr by_;
  };
};

TEST_F(ScriptedOrders, WaitForWeights) {
  want({eye("grid", 1)});
  EXPECT_FALSE(worker.turn());
  publish(0.5f, 10);
  EXPECT_EQ(settle(), 1);
  EXPECT_EQ(answers["grid"], std::vector<std::int64_t>{10});
  EXPECT_EQ(wakes, 1);
}

TEST_F(ScriptedOrders, AreAnsweredOnceByTheSameWeights) {
  publish(0.5f, 1);
  want({eye("grid", 2)});
  settle();
  want({eye("grid", 2)});
  EXPECT_EQ(settle(), 0);
  publish(0.6f, 2);
  settle();
  EXPECT_EQ(answers["grid"], (std::vector<std::int64_t>{1, 2}));
  want({eye("grid", 2, 2)});
  settle();
  EXPECT_EQ(answers["grid"], (std::vector<std::int64_t>{1, 2, 2}));
}

TEST_F(ScriptedOrders, GoByUrgency) {
  publish(0.5f, 1);
  want({order("map", Urgency::pass, 1), eye("grid", 1), order("preview", Urgency::hand, 1)});
  settle();
  EXPECT_EQ(served(), (std::vector<std::string>{"preview", "grid", "map"}));
}

TEST_F(ScriptedOrders, TheHandComesNextWhateverIsAtWork) {
  publish(0.5f, 1);
  want({order("map", Urgency::pass, 50), eye("grid", 50)});
  turns(5);
  want({order("map", Urgency::pass, 50), eye("grid", 50), order("preview", Urgency::hand, 1)});
  turns(1);
  EXPECT_EQ(pieces.back().name, "preview");
}

TEST_F(ScriptedOrders, NoneStarves) {
  publish(0.5f, 1);
  std::uint64_t version = 0;
  // One that is wanted anew each time, before it could be done, and one behind it.
  for (int i = 0; i < 60; ++i) {
    want({eye("grid", 5, ++version), order("map", Urgency::pass, 10)});
    turns(1);
  }
  EXPECT_EQ(answers["map"].size(), 1u);
  EXPECT_GT(std::ranges::count(served(), std::string("grid")), 40);
}

TEST_F(ScriptedOrders, EqualsAreServedInTurn) {
  publish(0.5f, 1);
  std::uint64_t version = 0;
  for (int i = 0; i < 20; ++i) {
    want({eye("a", 1, ++version), eye("b", 1, version)});
    turns(1);
  }
  EXPECT_EQ(answers["a"].size(), 10u);
  EXPECT_EQ(answers["b"].size(), 10u);
}

TEST_F(ScriptedOrders, WithdrawnInTheMiddleLeaveNothing) {
  publish(0.5f, 1);
  want({eye("grid", 10)});
  turns(3);
  EXPECT_EQ(alive, 1);
  want({});
  EXPECT_FALSE(worker.turn());
  EXPECT_EQ(alive, 0);
  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(wakes, 0);
  want({eye("grid", 10)});
  settle();
  EXPECT_EQ(pieces.size(), 3u + 10u) << "begun from the start";
}

TEST_F(ScriptedOrders, AnotherVersionDropsWhatWasBegun) {
  publish(0.5f, 1);
  want({eye("grid", 10, 1)});
  turns(4);
  want({eye("grid", 10, 2)});
  settle();
  EXPECT_EQ(pieces.size(), 4u + 10u);
  EXPECT_EQ(answers["grid"].size(), 1u);
}

TEST_F(ScriptedOrders, NewWeightsEndNoRoundEarly) {
  publish(0.1f, 1);
  want({eye("a", 4), eye("b", 4), eye("c", 4)});
  turns(2);
  publish(0.2f, 2);
  turns(10);
  for (const char* name : {"a", "b", "c"})
    EXPECT_EQ(answers[name], std::vector<std::int64_t>{1}) << name;
  settle();
  for (const char* name : {"a", "b", "c"})
    EXPECT_EQ(answers[name], (std::vector<std::int64_t>{1, 2})) << name;
}

TEST_F(ScriptedOrders, WhatIsWantedAnewHoldsUpNoRound) {
  publish(0.1f, 1);
  want({eye("grid", 4, 1), eye("strip", 2)});
  turns(1);
  publish(0.2f, 2);
  // The grid moves with each turn, as under a hand that drags.
  for (std::uint64_t version = 2; version < 12; ++version) {
    want({eye("grid", 4, version), eye("strip", 2)});
    turns(1);
  }
  EXPECT_EQ(answers["strip"], (std::vector<std::int64_t>{1, 2}));
  settle();
  EXPECT_EQ(answers["grid"], std::vector<std::int64_t>{2});
}

TEST_F(ScriptedOrders, APassHoldsUpNoPicture) {
  publish(0.1f, 1);
  want({order("map", Urgency::pass, 100), eye("grid", 2)});
  turns(10);
  publish(0.2f, 2);
  turns(10);
  EXPECT_EQ(answers["grid"], (std::vector<std::int64_t>{1, 2}));
  EXPECT_TRUE(answers["map"].empty());
  settle();
  EXPECT_EQ(answers["map"], (std::vector<std::int64_t>{1, 2}));
}

TEST_F(ScriptedOrders, TheHandGoesByTheNewestWeightsInTheMiddleOfARound) {
  publish(0.1f, 1);
  want({eye("grid", 10)});
  turns(3);
  publish(0.2f, 2);
  want({eye("grid", 10), order("preview", Urgency::hand, 1)});
  turns(1);
  EXPECT_EQ(pieces.back().name, "preview");
  EXPECT_FLOAT_EQ(pieces.back().grey, 0.2f);
  turns(7);
  EXPECT_EQ(answers["grid"], std::vector<std::int64_t>{1});
}

TEST_F(ScriptedOrders, NoAnswerMixesWeights) {
  publish(0.001f, 1);
  std::uint64_t version = 0;
  for (std::int64_t step = 2; step < 900; ++step) {
    if (step % 11 == 0) publish(static_cast<float>(step) * 0.001f, step);
    if (step % 17 == 0) ++version;
    want({eye("a", 7), eye("b", 3, 1 + version), order("map", Urgency::pass, 23),
          order("preview", Urgency::hand, 2, 1 + version)});
    worker.turn();
  }
  ASSERT_GT(pieces.size(), 500u);
  // The grey of a step's weights is a thousandth of it.
  for (const Piece& piece : pieces)
    EXPECT_FLOAT_EQ(piece.grey, static_cast<float>(piece.step) * 0.001f) << piece.name;
  for (const char* name : {"a", "b", "map", "preview"}) {
    EXPECT_GT(answers[name].size(), 3u) << name;
    EXPECT_TRUE(std::ranges::is_sorted(answers[name])) << name;
  }
}

TEST_F(ScriptedOrders, AHundredCostTwoModels) {
  std::vector<Order> hundred;
  for (int i = 0; i < 100; ++i)
    hundred.push_back(order("o" + std::to_string(i),
                            i % 3 == 0   ? Urgency::hand
                            : i % 3 == 1 ? Urgency::eye
                                         : Urgency::pass,
                            2));
  for (std::int64_t step = 1; step < 5; ++step) {
    publish(0.1f, step);
    want(hundred);
    EXPECT_EQ(settle(), 200);
  }
  EXPECT_EQ(models, 2);
  EXPECT_EQ(answers.size(), 100u);
}

TEST_F(ScriptedOrders, RestAfterALongAnswer) {
  publish(0.1f, 1);
  Order map = order("map", Urgency::pass, 2);
  map.rest = 2.0;
  want({map});
  turns(1);
  now = 1.0;  // the pass takes a second
  settle();
  publish(0.2f, 2);
  now = 2.9;
  EXPECT_FALSE(worker.turn());
  now = 3.1;
  settle();
  EXPECT_EQ(answers["map"], (std::vector<std::int64_t>{1, 2}));
}

TEST_F(ScriptedOrders, ThatFailAreTriedAgainByNewWeightsAndHoldUpNoOther) {
  publish(0.1f, 1);
  Order broken{"broken", 1, Urgency::eye, [](const WeightsPtr& by) -> std::unique_ptr<Work> {
                 throw Error("step " + std::to_string(by->step));
               }};
  want({broken, eye("grid", 2)});
  settle();
  EXPECT_EQ(answers["grid"].size(), 1u);
  ASSERT_NE(worker.failures().read(), nullptr);
  EXPECT_EQ(worker.failures().read()->message, "step 1");
  publish(0.1f, 2);
  settle();
  EXPECT_EQ(worker.failures().read()->message, "step 2");
}

TEST_F(ScriptedOrders, WeightsOfAnotherModelAreAFailureAndTheWorkerLivesOn) {
  model::PublishedWeights broken;
  broken.run = 1;
  broken.spec.shape = {1, 4, 4};
  broken.tensors = {{"prototype", {3}, {0, 0, 0}}};
  weights.publish(std::move(broken));
  want({eye("grid", 2)});
  settle();
  EXPECT_NE(worker.failures().read(), nullptr);
  EXPECT_TRUE(answers.empty());
  publish(0.5f, 1);
  settle();
  EXPECT_EQ(answers["grid"], std::vector<std::int64_t>{1});
}

TEST_F(ScriptedOrders, NothingToDoIsAnAnswerThatWakesNobody) {
  publish(0.1f, 1);
  want({{"none", 1, Urgency::eye, [](const WeightsPtr&) { return nullptr; }}});
  settle();
  EXPECT_EQ(wakes, 0);
  EXPECT_EQ(models, 0);
}

}  // namespace
}  // namespace latlas::inference
