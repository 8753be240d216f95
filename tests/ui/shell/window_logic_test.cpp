// What stands behind the window and needs no screen: pacing, scripts, preferences, figures.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/replay/script.h"
#include "app/session/figures.h"
#include "app/shell/preferences_file.h"
#include "app/window/frame_pacer.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/temporary_folder.h"

namespace latlas::app {
namespace {

// Draws whenever a frame is due, for `seconds` from `now` on; each is said to take `took` seconds.
int framesDrawn(FramePacer& pacer, double& now, double seconds, double took = 0.001) {
  int frames = 0;
  for (const double end = now + seconds; now < end; now += 0.001)
    if (pacer.secondsUntilFrame(now) <= 0.0) {
      pacer.frameDrawn(now, took);
      ++frames;
    }
  return frames;
}

TEST(FramePacer, SleepsWhenNothingChanges) {
  FramePacer pacer;
  double now = 0.0;
  framesDrawn(pacer, now, 1.0);
  EXPECT_EQ(framesDrawn(pacer, now, 100.0), 0);
  EXPECT_GT(pacer.secondsUntilFrame(now), 1000.0);
}

TEST(FramePacer, AnswersInputAtOnceSettlesAndShowsATooltipLater) {
  FramePacer pacer;
  double now = 0.0;
  framesDrawn(pacer, now, 1.0);
  pacer.inputArrived(now);
  EXPECT_EQ(pacer.secondsUntilFrame(now), 0.0);
  EXPECT_EQ(framesDrawn(pacer, now, 0.4), 3);
  EXPECT_EQ(framesDrawn(pacer, now, 0.2), 1);  // after the tooltip's delay of 0.4 s
  EXPECT_EQ(framesDrawn(pacer, now, 10.0), 0);
}

TEST(FramePacer, DrawsWhatWorkersPublishAtACalmRate) {
  FramePacer pacer;
  double now = 0.0;
  framesDrawn(pacer, now, 1.0);
  int frames = 0;
  for (int i = 0; i < 1000; ++i) {
    pacer.workArrived();
    frames += framesDrawn(pacer, now, 0.001);
  }
  EXPECT_NEAR(frames, 30, 2);
  framesDrawn(pacer, now, 0.1);  // the last piece of work
  EXPECT_EQ(framesDrawn(pacer, now, 10.0), 0);
}

TEST(FramePacer, WhileDraggingSlowFramesLeaveAsMuchTimeAsTheyTake) {
  for (const auto& [took, expected] :
       {std::pair(0.001, 75), std::pair(0.010, 50), std::pair(0.050, 40)}) {
    FramePacer pacer;
    double now = 0.0;
    framesDrawn(pacer, now, 1.0, took);
    int frames = 0;
    for (int i = 0; i < 1000; ++i) {
      pacer.inputArrived(now);
      frames += framesDrawn(pacer, now, 0.001, took);
    }
    EXPECT_NEAR(frames, expected, 6) << took;
  }
}

TEST(FramePacer, KeepsAnIntervalWhileSomethingMoves) {
  FramePacer pacer;
  double now = 0.0;
  framesDrawn(pacer, now, 1.0);
  pacer.wantFrameEvery(0.1);
  EXPECT_NEAR(framesDrawn(pacer, now, 2.0), 20, 1);
  pacer.wantNoInterval();
  EXPECT_EQ(framesDrawn(pacer, now, 2.0), 0);
}

TEST(ReplayScript, ReadsWordsQuotesAndComments) {
  const auto script = replay::parseScript(
      "# nothing\n\nclick \"Map/Colour by\"  # why\ndrag Traverse/z0 0.5 0.5 0.9 0.25\n"
      "key Ctrl+Shift+A\nwait-until step >= 10\nremember preview.hash as before\n",
      "a.replay");
  ASSERT_EQ(script.size(), 5u);
  EXPECT_EQ(script[0].number, 3);
  EXPECT_EQ(std::get<replay::Click>(script[0].action).label, "Map/Colour by");
  EXPECT_FLOAT_EQ(std::get<replay::Drag>(script[1].action).y1, 0.25f);
  const auto& key = std::get<replay::Key>(script[2].action);
  EXPECT_TRUE(key.ctrl && key.shift);
  EXPECT_EQ(key.name, "A");
  EXPECT_EQ(std::get<replay::WaitUntil>(script[3].action).op, ">=");
  EXPECT_EQ(std::get<replay::Remember>(script[4].action).word, "before");
}

TEST(ReplayScript, AWrongLineIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {"clik x", "nearest: 'click'"},  {"click", "a label"},
      {"click a b", "the line's end"}, {"drag x 1 2 3", "a fraction"},
      {"wait days 3", "'frames' or"},  {"expect step ~ 3", "== != <"},
      {"resize 12", "WIDTHxHEIGHT"},   {"type \"open", "closing quotation mark"}};
  for (const auto& [line, part] : cases) {
    try {
      replay::parseScript("quit\n" + std::string(line), "s.replay");
      FAIL() << line;
    } catch (const Error& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("s.replay, at line 2"), std::string::npos) << message;
      EXPECT_NE(message.find(part), std::string::npos) << message;
    }
  }
}

TEST(Preferences, OfBeforeThereWereOptionsAreRead) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "settings.json",
                      std::string_view(R"({"recent": ["/data/a", 7, {"source": "/data/b",
                        "options": {"image_size": "32", "of_another_version": "x"}}, {}]})"));
  const Preferences preferences = readPreferences(folder / "settings.json");
  data::OpenOptions options;
  options.imageSize = 32;
  EXPECT_EQ(preferences.recent, (std::vector<RecentSource>{{"/data/a", {}}, {"/data/b", options}}));
}

TEST(Preferences, RoundTrip) {
  const test::TemporaryFolder folder;
  Preferences preferences;
  preferences.theme = ui::Theme::light;
  preferences.leftWidth = 321.0f;
  preferences.mapOpen = false;
  for (int i = 0; i < 12; ++i) rememberSource(preferences, {"/data/" + std::to_string(i), {}});
  data::OpenOptions options;
  options.imageSize = 64;
  options.labels = "kind";
  rememberSource(preferences, {"/data/5", options});
  writePreferences(preferences, folder / "settings.json");
  const Preferences again = readPreferences(folder / "settings.json");
  EXPECT_EQ(again.theme, ui::Theme::light);
  EXPECT_EQ(again.leftWidth, 321.0f);
  EXPECT_FALSE(again.mapOpen);
  ASSERT_EQ(again.recent.size(), 10u);
  EXPECT_EQ(again.recent[0], (RecentSource{"/data/5", options}));
  EXPECT_EQ(again.recent[1], (RecentSource{"/data/11", {}}));
}

TEST(Preferences, BrokenFilesAndEntriesKeepDefaults) {
  const test::TemporaryFolder folder;
  const auto file = folder / "settings.json";
  EXPECT_EQ(readPreferences(file).leftWidth, Preferences().leftWidth);
  for (const char* text : {"", "{", "[]", "3", R"({"left_width":"wide","theme":7})"}) {
    writeFileAtomically(file, std::string_view(text));
    EXPECT_EQ(readPreferences(file).leftWidth, Preferences().leftWidth) << text;
  }
  writeFileAtomically(file, std::string_view(R"({"left_width":"wide","right_width":400})"));
  EXPECT_EQ(readPreferences(file).rightWidth, 400.0f);
}

TEST(Figures, ArePercentilesByNearestRank) {
  Figures figures;
  for (int i = 100; i >= 1; --i) figures.frame(i);
  const auto json = figures.toJson();
  EXPECT_EQ(json["frame_ms"]["count"], 100);
  EXPECT_EQ(json["frame_ms"]["p50"], 50.0);
  EXPECT_EQ(json["frame_ms"]["p99"], 99.0);
  EXPECT_GT(secondsSinceProcessStart(), 0.0);
  EXPECT_LT(secondsSinceProcessStart(), 3600.0);
}

TEST(Figures, OfAWindowThatStaysOpenTakeNoMoreMemory) {
  Durations durations;
  for (std::size_t i = 0; i < Durations::kMostKept; ++i) durations.add(1000.0);
  for (std::size_t i = 0; i < Durations::kMostKept; ++i) durations.add(2.0);
  const auto json = durations.summary();
  EXPECT_EQ(json["count"], 2 * Durations::kMostKept);
  EXPECT_EQ(json["max"], 2.0) << "the newest are kept";
}

TEST(Preferences, KeepWhatAWingRemembersAndWhatAnotherVersionDid) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "settings.json",
                      std::string_view(R"({"left_width": 310, "of_a_later_version": "kept",
                        "some_list": [1], "some_switch": true})"));
  Preferences preferences = readPreferences(folder / "settings.json");
  EXPECT_TRUE(preferences.ofWing("some_switch", false));
  EXPECT_EQ(preferences.ofWing("some_width", 120.0), 120.0);
  EXPECT_EQ(preferences.ofWing("some_switch", 3.0), 3.0) << "of another type: the default";
  preferences.ofWing("some_width", 0.0) = 200.0;
  writePreferences(preferences, folder / "settings.json");
  Preferences again = readPreferences(folder / "settings.json");
  EXPECT_EQ(again.ofWing("some_width", 120.0), 200.0);
  EXPECT_EQ(again.ofWing("of_a_later_version", std::string()), "kept");
  EXPECT_EQ(again.leftWidth, 310.0f);
}

}  // namespace
}  // namespace latlas::app
