#include "core/data/parallel.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace latlas::data {
namespace {

TEST(ForEachInParallel, DoesEachPieceOnceAndPassesOnWhatIsThrown) {
  Progress progress;
  std::vector<std::atomic<int>> done(1000);
  forEachInParallel(done.size(), {progress, 0.0, 1.0, ""}, [&](std::size_t i) { ++done[i]; });
  for (const auto& times : done) EXPECT_EQ(times, 1);
  EXPECT_NO_THROW(forEachInParallel(0, {progress, 0.0, 1.0, ""}, [](std::size_t) {}));
  EXPECT_THROW(forEachInParallel(100, {progress, 0.0, 1.0, ""},
                                 [](std::size_t i) {
                                   if (i == 50) throw Error("no");
                                 }),
               Error);
  std::atomic<int> pieces{0};
  EXPECT_THROW(forEachInParallel(1'000'000, {progress, 0.0, 1.0, ""},
                                 [&](std::size_t) {
                                   if (++pieces == 10) progress.cancel();
                                 }),
               Cancelled);
  EXPECT_LT(pieces, 1'000'000);
}

}  // namespace
}  // namespace latlas::data
