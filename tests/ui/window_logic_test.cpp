// What stands behind the window and needs no screen: pacing, scripts, preferences, orders, figures.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/session/figures.h"
#include "app/window/frame_pacer.h"
#include "app/traverse/grid_points.h"
#include "app/session/orders.h"
#include "app/shell/preferences.h"
#include "app/replay/script.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/fake_model.h"
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
      {"clik x", "nearest: 'click'"},   {"click", "a label"},
      {"click a b", "the line's end"},  {"drag x 1 2 3", "a fraction"},
      {"wait days 3", "'frames' or"},   {"expect step ~ 3", "== != <"},
      {"resize 12", "WIDTHxHEIGHT"},    {"type \"open", "closing quotation mark"}};
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
  EXPECT_EQ(preferences.recent,
            (std::vector<RecentSource>{{"/data/a", {}}, {"/data/b", options}}));
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

TEST(Orders, ProbesAreAllRowsOrTenThousandSpreadOnes) {
  const auto few = Orders::probeRows(7);
  EXPECT_EQ(few, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6}));
  const auto many = Orders::probeRows(737'280);
  EXPECT_EQ(many.size(), 10'000u);
  EXPECT_EQ(std::set<std::int64_t>(many.begin(), many.end()).size(), 10'000u);
  EXPECT_TRUE(std::is_sorted(many.begin(), many.end()));
  EXPECT_GE(many.front(), 0);
  EXPECT_LT(many.back(), 737'280);
  EXPECT_EQ(many, Orders::probeRows(737'280));
}

TEST(Orders, AskOnlyForWhatChanged) {
  double now = 0.0;
  Workers workers(test::fakeModelFactory(), [&now] { return now; }, [] {}, Pace::lockstep);
  AppState state;
  state.dataset = test::fakeDataset(100);
  model::Config config;
  workers.trainer.send(train::command::Load{1, state.dataset, config, nullptr});
  workers.turn(1);
  state.snapshot = workers.trainer.snapshots().read();
  state.traverse.z = {0.0f, 0.0f};
  state.sheet.visibleCount = 10;
  Orders orders;
  const auto settle = [&] {
    orders.send(state, workers, now);
    workers.turn(20);
  };
  settle();
  const auto preview = [&] { return workers.inference.decoded(train::DecodeSlot::preview).read(); };
  const auto grid = [&] { return workers.inference.decoded(train::DecodeSlot::grid).read(); };
  ASSERT_TRUE(preview() && grid() && workers.inference.maps().read());
  EXPECT_EQ(workers.sheetReader.pages().read()->images.count, 15);
  const auto firstPreview = preview();
  const auto firstGrid = grid();

  settle();
  EXPECT_EQ(preview(), firstPreview);
  now = 5.0;
  state.traverse.z = {1.0f, 0.0f};
  settle();
  EXPECT_NE(preview(), firstPreview);
  EXPECT_EQ(preview()->z, state.traverse.z);
  EXPECT_EQ(grid(), firstGrid);  // the manifold over both axes does not follow z
  EXPECT_EQ(orders.takePreviewAsked(preview()->serial), 5.0);
  EXPECT_EQ(orders.takePreviewAsked(preview()->serial), std::nullopt);

  state.traverse.grid = GridKind::samples;
  settle();
  EXPECT_NE(grid(), firstGrid);
  state.sheet.first = 40;
  settle();
  // With half a screen more above and below.
  EXPECT_EQ(workers.sheetReader.pages().read()->first, 35);
  EXPECT_EQ(workers.sheetReader.pages().read()->images.count, 20);
  state.sheet.filter.label = 1;
  state.sheet.first = 0;
  settle();
  EXPECT_EQ(workers.sheetReader.pages().read()->matches, 33);
}

TEST(GridPoints, HaveTheSizeTheirKindSays) {
  TraverseState traverse;
  EXPECT_TRUE(gridPoints(traverse, GridKind::samples).empty());
  traverse.gridSide = 5;
  traverse.z = {0.0f, 0.0f, 0.5f};
  EXPECT_EQ(gridPoints(traverse, GridKind::samples).size(), 5u * 5 * 3);
  EXPECT_EQ(gridPoints(traverse, GridKind::manifold).size(), 5u * 5 * 3);
  EXPECT_EQ(gridPoints(traverse, GridKind::traversal).size(), 3u * 5 * 3);
  EXPECT_FLOAT_EQ(gridPoints(traverse, GridKind::manifold)[2], 0.5f);
  traverse.z = {0.0f};
  EXPECT_EQ(gridPoints(traverse, GridKind::manifold).size(), 5u);
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

}  // namespace
}  // namespace latlas::app
