#include "app/session/observer.h"

#include <gtest/gtest.h>

namespace latlas::app {
namespace {

// Three values, of which each counts how often it was computed.
struct Observables {
  int cheap = 0, dear = 0, ofAxes = 0;
  void observe(Observer& seen) {
    seen.value("cheap", [&] { return ++cheap; });
    seen.value("dear", [&] { return std::string(static_cast<std::size_t>(++dear), 'x'); });
    if (!seen.wantsAnyOf("axis.")) return;
    ++ofAxes;
    seen.value("axis.0", [] { return 0.5; });
    seen.value("axis.1", [] { return true; });
  }
};

TEST(Observer, ComputesOnlyWhatItIsAskedFor) {
  Observables state;
  Observer one("cheap");
  state.observe(one);
  ASSERT_EQ(one.seen().size(), 1u);
  EXPECT_EQ(one.seen()[0].first, "cheap");
  EXPECT_EQ(std::get<std::int64_t>(one.seen()[0].second), 1);
  EXPECT_EQ(state.dear, 0);
  EXPECT_EQ(state.ofAxes, 0);
}

TEST(Observer, FindsOneOfMany) {
  Observables state;
  Observer axis("axis.1");
  state.observe(axis);
  ASSERT_EQ(axis.seen().size(), 1u);
  EXPECT_TRUE(std::get<bool>(axis.seen()[0].second));
  Observer none("axis.7");
  state.observe(none);
  EXPECT_TRUE(none.seen().empty());
}

TEST(Observer, WithoutANameTakesAll) {
  Observables state;
  Observer all;
  state.observe(all);
  EXPECT_EQ(all.seen().size(), 4u);
}

}  // namespace
}  // namespace latlas::app
