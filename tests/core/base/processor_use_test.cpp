// What other programs take of the processor, as Linux tells it.
#include "core/base/processor_use.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <thread>

namespace latlas {
namespace {

constexpr const char* kStat = "cpu  999999 9 9 9 9 9 9 9 9 9\n"
                              "cpu0 100 20 30 5000 60 7 8 9 50 0\n"
                              "cpu1 1 2 3 4 5 6 7 8 0 0\n"
                              "cpu12 1000 0 0 0 0 0 0 0 0 0\n"
                              "intr 12345 1 2 3\n"
                              "cpufreq 5\n";

TEST(BusyTicks, AreThoseOfTheCoresAskedFor) {
  EXPECT_EQ(busyTicks(kStat, {true, false}), 100 + 20 + 30 + 7 + 8 + 9);
  EXPECT_EQ(busyTicks(kStat, {false, true}), 1 + 2 + 3 + 6 + 7 + 8);
  EXPECT_EQ(busyTicks(kStat, std::vector<bool>(64, true)), 174 + 27 + 1000);
  EXPECT_EQ(busyTicks(kStat, {}), 0.0);
}

TEST(BusyTicks, OfWhatIsNoStatisticAreNone) {
  const std::vector<bool> all(64, true);
  for (const char* text : {"", "cpu", "cpu0", "cpu0 x y", "cpu99999999999999999999 1 2", "cpux 1"})
    EXPECT_EQ(busyTicks(text, all), 0.0) << text;
}

TEST(CoresOfOthers, AreAMeanOverTheTimeThatPassed) {
  EXPECT_DOUBLE_EQ(coresOfOthers({10.0, 100.0}, {12.0, 103.0}), 1.5);
  EXPECT_EQ(coresOfOthers({10.0, 100.0}, {12.0, 99.9}), 0.0) << "ticks are coarse";
  EXPECT_EQ(coresOfOthers({10.0, 100.0}, {10.0, 101.0}), 0.0);
}

TEST(ProcessorUse, CountsOtherProcesses) {
  if (!std::filesystem::exists("/proc/stat")) GTEST_SKIP() << "the system does not tell";
  const pid_t child = fork();
  if (child == 0)
    for (volatile unsigned spins = 0;;) spins = spins + 1;
  ASSERT_GT(child, 0);
  const ProcessorUse before = processorUse();
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  const ProcessorUse after = processorUse();
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_GT(after.wall - before.wall, 0.39);
  EXPECT_GT(coresOfOthers(before, after), 0.5) << "the child, and whoever competes with it";
}

// With a thread on each core there is nothing idle: what this process had others had not.
TEST(ProcessorUse, DoesNotCountThisProcess) {
  if (!std::filesystem::exists("/proc/stat")) GTEST_SKIP() << "the system does not tell";
  constexpr std::clock_t kEnough = CLOCKS_PER_SEC / 2;
  const std::clock_t begun = std::clock();
  const ProcessorUse before = processorUse();
  std::vector<std::jthread> threads;
  const unsigned cores = std::thread::hardware_concurrency();
  for (unsigned core = 0; core < cores; ++core)
    threads.emplace_back([begun] {
      while (std::clock() - begun < kEnough)
        for (volatile unsigned spins = 0; spins < 100000;) spins = spins + 1;
    });
  threads.clear();
  const ProcessorUse after = processorUse();
  const double own = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  const double wall = after.wall - before.wall;
  EXPECT_GE(own, 0.5);
  EXPECT_LT(coresOfOthers(before, after) * wall + own, cores * wall + 0.2) << wall << " s";
}

}  // namespace
}  // namespace latlas
