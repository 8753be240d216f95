#include "core/base/isolated_work.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <vector>

#include "core/base/companion_program.h"
#include "core/base/job.h"

namespace latlas {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Words = std::vector<std::string>;

IsolatedProgram behaviour(const Words& arguments) { return {LATLAS_ISOLATED_BEHAVIOUR, arguments}; }

Bytes outputOf(const Words& arguments, const IsolationLimits& limits = {}) {
  Bytes all;
  const auto take = [&](std::span<const std::uint8_t> some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  runIsolated(behaviour(arguments), take, limits);
  return all;
}

std::string crashOf(const Words& arguments, const IsolationLimits& limits = {}) {
  try {
    outputOf(arguments, limits);
  } catch (const IsolatedCrash& crash) {
    return crash.what();
  }
  ADD_FAILURE() << "it did not crash";
  return {};
}

std::string errorOf(const IsolatedProgram& program) {
  try {
    runIsolated(program, [](std::span<const std::uint8_t>) {});
  } catch (const IsolatedCrash& crash) {
    ADD_FAILURE() << "a crash: " << crash.what();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return {};
}

TEST(IsolatedWork, GivesWhatItWritesInOrder) {
  EXPECT_TRUE(outputOf({"nothing"}).empty());
  const Bytes all = outputOf({"pieces", "300", "20000", "0"});
  ASSERT_EQ(all.size(), 6'000'000u);
  for (std::size_t i = 0; i < all.size(); i += 997)
    ASSERT_EQ(all[i], static_cast<std::uint8_t>(i / 20'000));
}

TEST(IsolatedWork, HasNoFileOfTheProgram) {
  std::FILE* const open = std::tmpfile();  // would be kept over an exec
  ASSERT_NE(open, nullptr);
  EXPECT_EQ(outputOf({"descriptors"}), (Bytes{0, 1, 2, 3}));
  std::fclose(open);
}

TEST(IsolatedWork, PassesErrorsOn) {
  EXPECT_EQ(errorOf(behaviour({"error", "a.h5: expected x, found y."})),
            "a.h5: expected x, found y.");
  EXPECT_EQ(crashOf({"exception", "other"}), "other");
}

TEST(IsolatedWork, SurvivesEveryEnd) {
  EXPECT_EQ(crashOf({"segfault"}), "a crash (Segmentation fault)");
  EXPECT_EQ(crashOf({"abort"}), "a crash (Aborted)");
  EXPECT_EQ(crashOf({"exit"}), "an early end");
  IsolationLimits little;
  little.processorSeconds = 1;
  EXPECT_EQ(crashOf({"endless"}, little), "endless work");
  // Which words say it depends on who notices first, a sanitizer or the allocator.
  little.memoryBytes = std::uint64_t{64} << 20;
  crashOf({"memory", std::to_string(1 << 30)}, little);
}

TEST(IsolatedWork, EndsWhenItIsGivenUp) {
  Progress progress;
  progress.cancel();
  const auto take = [&](std::span<const std::uint8_t>) { progress.report(0.5); };
  // While it says nothing, and while it says more than anyone reads.
  EXPECT_THROW(runIsolated(behaviour({"silent"}), take), Cancelled);
  EXPECT_THROW(runIsolated(behaviour({"loud"}), take), Cancelled);
}

TEST(IsolatedWork, SeveralAtOnce) {
  std::vector<std::jthread> threads;
  std::vector<Bytes> outputs(4);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    threads.emplace_back([&outputs, i] {
      for (int round = 0; round < 5; ++round) {
        const Bytes some = outputOf({"pieces", "10", "10000", std::to_string(10 * i)});
        outputs[i].insert(outputs[i].end(), some.begin(), some.end());
      }
    });
  threads.clear();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    ASSERT_EQ(outputs[i].size(), 500'000u);
    for (std::size_t at = 0; at < outputs[i].size(); at += 100)
      ASSERT_EQ(outputs[i][at], static_cast<std::uint8_t>(10 * i + at / 10'000 % 10));
  }
}

TEST(IsolatedWork, AProgramThatIsNotThereIsNamed) {
  EXPECT_EQ(errorOf({"/no/such/latlas-reader", {}}),
            "/no/such/latlas-reader: expected a program that comes with Latlas and can be "
            "started, found No such file or directory. Install Latlas again.");
}

// As one does whose libraries are missing: the limits are no script that a shell could read.
TEST(IsolatedWork, AProgramThatEndsBeforeItBeginsIsNamed) {
  const std::string error = errorOf({"/bin/sh", {}});
  EXPECT_EQ(error.find("/bin/sh: expected a program that comes"), 0u) << error;
  EXPECT_NE(error.find("exit status "), std::string::npos) << error;
}

TEST(IsolatedWork, WhereNobodyWaitsForChildrenACrashIsStillOne) {
  void (*const before)(int) = std::signal(SIGCHLD, SIG_IGN);
  EXPECT_EQ(crashOf({"segfault"}), "an early end") << "how it ended is lost";
  EXPECT_EQ(outputOf({"pieces", "1", "3", "7"}), (Bytes{7, 7, 7}));
  std::signal(SIGCHLD, before);
}

TEST(IsolatedProgram, TellsAPersonWhatToStart) {
  const std::string command = std::string(LATLAS_ISOLATED_BEHAVIOUR) + " --help 2>&1";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::array<char, 200> line{};
  EXPECT_NE(std::fgets(line.data(), static_cast<int>(line.size()), pipe), nullptr);
  EXPECT_STREQ(line.data(),
               "This is a part of Latlas, which starts it by itself. Start latlas instead.\n");
  EXPECT_EQ(WEXITSTATUS(::pclose(pipe)), 2);
}

TEST(CompanionProgram, LiesBesideTheProgramWhereItWasBuiltOrInLibexec) {
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const std::filesystem::path folder = self.parent_path();
  EXPECT_EQ(companionProgram(self.filename().string(), "/built/x"), self);
  const std::filesystem::path built = folder.parent_path() / "companion";
  EXPECT_EQ(companionProgram("companion", built), built);
  EXPECT_EQ(companionProgram("companion", "/built/x"),
            folder.parent_path() / "libexec/latlas/companion");
}

}  // namespace
}  // namespace latlas
