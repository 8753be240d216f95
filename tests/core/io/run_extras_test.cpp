#include "core/io/run_extras.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/run_folder.h"
#include "tests/core/io/made_run.h"
#include "tests/support/temporary_folder.h"

namespace latlas::io {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const Extras kNotes{{"notes.md", "# Notes\r\n\nWhat β did: \"nothing\".\n"}, {"todo.txt", ""}};

Run runWith(std::int64_t step, Extras extras) {
  Run run = runAt(step);
  run.extras = std::move(extras);
  return run;
}

json pageOf(const fs::path& folder) { return json::parse(readText(folder / "run.json")); }

void list(const fs::path& folder, const json& names) {
  json page = pageOf(folder);
  page["extras"] = names;
  writeFileAtomically(folder / "run.json", page.dump());
}

std::string complaintOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(RunExtras, RoundTripIsExact) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runWith(4, kNotes));
  EXPECT_EQ(readText(folder / "notes.md"), kNotes.at("notes.md"));
  EXPECT_EQ(pageOf(folder.path())["extras"], (json{"notes.md", "todo.txt"}));
  const auto run = loadRun(folder.path());
  EXPECT_EQ(run.extras, kNotes);
  EXPECT_TRUE(run.missingExtras.empty());
  expectEqual(run, runAt(4));
}

TEST(RunExtras, ARunWithoutAnyDoesNotSpeakOfThem) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runAt(4));
  writeFileAtomically(folder / "notes.md", std::string_view("somebody's own"));
  EXPECT_FALSE(pageOf(folder.path()).contains("extras"));
  const auto run = loadRun(folder.path());
  EXPECT_TRUE(run.extras.empty());
  EXPECT_TRUE(run.missingExtras.empty());
}

TEST(RunExtras, OneThatALaterSaveHasNoLongerIsGone) {
  const test::TemporaryFolder folder;
  RunWriter writer(folder.path());
  writer.save(runWith(4, kNotes));
  writer.save(runWith(5, {{"todo.txt", "more"}}));
  EXPECT_EQ(loadRun(folder.path()).extras, (Extras{{"todo.txt", "more"}}));
  EXPECT_FALSE(fs::exists(folder / "notes.md"));
  EXPECT_EQ(readText(folder / "todo.txt"), "more");
}

TEST(RunExtras, AStaleFileThatIsNotOfThisWriterStaysAndDoesNotCount) {
  const test::TemporaryFolder folder;
  RunWriter writer(folder.path());
  writer.save(runWith(4, kNotes));
  writeFileAtomically(folder / "notes.md", std::string_view("written by hand since"));
  writer.save(runAt(5));
  EXPECT_TRUE(loadRun(folder.path()).extras.empty());
  EXPECT_EQ(readText(folder / "notes.md"), "written by hand since");
  EXPECT_FALSE(fs::exists(folder / "todo.txt"));

  saveRun(folder.path(), runWith(6, kNotes));
  saveRun(folder.path(), runAt(7));
  EXPECT_TRUE(loadRun(folder.path()).extras.empty());
  EXPECT_TRUE(fs::exists(folder / "notes.md"));
}

TEST(RunExtras, WhatCannotBeReadKeepsNobodyFromTheRun) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runWith(4, {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}}));
  fs::remove(folder / "a");
  fs::remove(folder / "b");
  fs::create_directory(folder / "b");
  fs::remove(folder / "c");
  ASSERT_EQ(::mkfifo((folder / "c").c_str(), 0600), 0);
  fs::resize_file(folder / "d", kLargestExtra + 1);
  list(folder.path(), {"a", "a", "b", "c", "d", "e"});
  const auto run = loadRun(folder.path());
  EXPECT_EQ(run.missingExtras, (std::vector<std::string>{"a", "b", "c", "d"}));
  EXPECT_EQ(run.extras, (Extras{{"e", "5"}}));
  expectEqual(run, runAt(4));

  saveRun(folder.path(), run);
  EXPECT_TRUE(loadRun(folder.path()).missingExtras.empty());
  EXPECT_TRUE(fs::exists(folder / "d"));
}

TEST(RunExtras, NamesThatAreNoneOfItsOwnAreRefused) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runWith(4, kNotes));
  const std::string good = readText(folder / "run.json");
  for (const std::string name :
       {"", ".", "..", ".hidden", "../notes.md", "a/b", "/etc/passwd", "a\\b", "run.json",
        "RUN.json", "weights.safetensors", "optimizer.safetensors", "best.safetensors",
        "history.csv", "events.jsonl", "two\nlines"}) {
    const std::string unsaved = complaintOf([&] {
      saveRun(folder.path(), runWith(5, {{name, "x"}}));
    });
    EXPECT_EQ(unsaved.find(folder.path().string() + ", at a further file"), 0u) << unsaved;
    EXPECT_NE(unsaved.find("Give the file another name"), std::string::npos) << unsaved;
    EXPECT_EQ(readText(folder / "run.json"), good) << "the run that was there stays";

    list(folder.path(), {name});
    const std::string unread = complaintOf([&] { loadRun(folder.path()); });
    EXPECT_EQ(unread.find((folder / "run.json").string() + ", at key \"extras\""), 0u) << unread;
    EXPECT_NE(unread.find("Remove it from the list"), std::string::npos) << unread;
    writeFileAtomically(folder / "run.json", good);
  }
  EXPECT_NE(complaintOf([&] {
              saveRun(folder.path(), runWith(5, {{"not utf-8 \xff", "x"}}));
            }),
            "");
  for (const json& damaged : {json{7}, json("notes.md"), json{{"notes.md", 1}}}) {
    list(folder.path(), damaged);
    EXPECT_NE(complaintOf([&] { loadRun(folder.path()); }).find("\"extras\""), std::string::npos);
  }
}

TEST(RunExtras, TooLongATextIsRefusedAndTheRunStays) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runWith(4, kNotes));
  const std::string text = complaintOf([&] {
    saveRun(folder.path(), runWith(5, {{"notes.md", std::string(kLargestExtra + 1, 'x')}}));
  });
  EXPECT_EQ(text.find((folder / "notes.md").string()), 0u) << text;
  EXPECT_NE(text.find("Shorten it"), std::string::npos) << text;
  EXPECT_EQ(loadRun(folder.path()).extras, kNotes);
  saveRun(folder.path(), runWith(5, {{"notes.md", std::string(kLargestExtra, 'x')}}));
  EXPECT_EQ(loadRun(folder.path()).extras.at("notes.md").size(), kLargestExtra);
}

TEST(RunExtras, AloneTheyGiveTheSameFilesAsASaveOfTheWholeRun) {
  const test::TemporaryFolder folder, whole;
  RunWriter writer(folder.path());
  writer.save(runWith(4, {{"old.md", "not any more"}}));
  writer.saveExtras(kNotes);
  saveRun(whole.path(), runWith(4, kNotes));
  for (const char* name : {"run.json", "notes.md", "todo.txt", "history.csv", "events.jsonl"})
    EXPECT_EQ(readText(folder / name), readText(whole / name)) << name;
  EXPECT_FALSE(fs::exists(folder / "old.md"));
  EXPECT_EQ(loadRun(folder.path()).extras, kNotes);
  // The same writer goes on with the history as before.
  writer.save(runWith(5, kNotes));
  expectEqual(loadRun(folder.path()), runAt(5));
}

TEST(RunExtras, AloneTheyNeedARunToBelongTo) {
  const test::TemporaryFolder folder;
  EXPECT_NE(complaintOf([&] { RunWriter(folder.path()).saveExtras(kNotes); }), "");
  writeFileAtomically(folder / "run.json", std::string_view("[]"));
  EXPECT_NE(complaintOf([&] { RunWriter(folder.path()).saveExtras(kNotes); }).find("run.json"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "notes.md"));
}

}  // namespace
}  // namespace latlas::io
