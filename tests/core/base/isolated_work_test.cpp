#include "core/base/isolated_work.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/base/job.h"

namespace latlas {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Work = std::function<void(IsolatedOutput&)>;

Bytes outputOf(const Work& work, const IsolationLimits& limits = {}) {
  Bytes all;
  const auto take = [&](std::span<const std::uint8_t> some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  runIsolated(work, take, limits);
  return all;
}

std::string crashOf(const Work& work, const IsolationLimits& limits = {}) {
  try {
    outputOf(work, limits);
  } catch (const IsolatedCrash& crash) {
    return crash.what();
  }
  ADD_FAILURE() << "it did not crash";
  return {};
}

TEST(IsolatedWork, GivesWhatItWritesInOrder) {
  EXPECT_TRUE(outputOf([](IsolatedOutput&) {}).empty());
  const Bytes all = outputOf([](IsolatedOutput& output) {
    for (int piece = 0; piece < 300; ++piece)
      output.write(Bytes(20'000, static_cast<std::uint8_t>(piece)));
  });
  ASSERT_EQ(all.size(), 6'000'000u);
  for (std::size_t i = 0; i < all.size(); i += 997)
    ASSERT_EQ(all[i], static_cast<std::uint8_t>(i / 20'000));
}

TEST(IsolatedWork, LeavesTheProgramsMemoryAlone) {
  int number = 1;
  outputOf([&](IsolatedOutput&) { number = 2; });
  EXPECT_EQ(number, 1);
}

TEST(IsolatedWork, PassesErrorsOn) {
  try {
    outputOf([](IsolatedOutput& output) {
      output.write(Bytes{1, 2, 3});
      throw Error("a.h5: expected x, found y.");
    });
    FAIL();
  } catch (const IsolatedCrash& crash) {
    FAIL() << crash.what();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "a.h5: expected x, found y.");
  }
  EXPECT_EQ(crashOf([](IsolatedOutput&) { throw std::runtime_error("other"); }), "other");
}

TEST(IsolatedWork, SurvivesEveryEnd) {
  EXPECT_EQ(crashOf([](IsolatedOutput&) { std::raise(SIGSEGV); }), "a crash (Segmentation fault)");
  EXPECT_EQ(crashOf([](IsolatedOutput&) { std::abort(); }), "a crash (Aborted)");
  EXPECT_EQ(crashOf([](IsolatedOutput&) { std::_Exit(0); }), "an early end");
  IsolationLimits little;
  little.processorSeconds = 1;
  const Work endless = [](IsolatedOutput&) { for (std::atomic<int> i = 0;; ++i) {} };
  EXPECT_EQ(crashOf(endless, little), "endless work");
  // Which words say it depends on who notices first, a sanitizer or the allocator.
  little.memoryBytes = std::uint64_t{64} << 20;
  crashOf([](IsolatedOutput& output) {
    Bytes far(std::size_t{1} << 30, 1);
    output.write(std::span(far).first(1));
  }, little);
}

TEST(IsolatedWork, EndsWhenItIsGivenUp) {
  Progress progress;
  progress.cancel();
  const auto take = [&](std::span<const std::uint8_t>) { progress.report(0.5); };
  // While it says nothing, and while it says more than anyone reads.
  const Work silent = [](IsolatedOutput&) { std::this_thread::sleep_for(std::chrono::hours(1)); };
  const Work loud = [](IsolatedOutput& output) { for (;;) output.write(Bytes(1000)); };
  EXPECT_THROW(runIsolated(silent, take), Cancelled);
  EXPECT_THROW(runIsolated(loud, take), Cancelled);
}

TEST(IsolatedWork, SeveralAtOnce) {
  std::vector<std::jthread> threads;
  std::vector<Bytes> outputs(4);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    threads.emplace_back([&outputs, i] {
      outputs[i] = outputOf([i](IsolatedOutput& output) {
        for (int piece = 0; piece < 50; ++piece)
          output.write(Bytes(10'000, static_cast<std::uint8_t>(i)));
      });
    });
  threads.clear();
  for (std::size_t i = 0; i < outputs.size(); ++i)
    EXPECT_EQ(outputs[i], Bytes(500'000, static_cast<std::uint8_t>(i)));
}

}  // namespace
}  // namespace latlas
