// The Losses panel in the shipped window: what a run has recorded is seen, zoomed, and taken away.
#include <sstream>

#include "core/base/files.h"
#include "core/io/history_files.h"
#include "tests/app/window_session.h"

namespace latlas::test {
namespace {

TEST_F(WindowSession, ChartsAreReadZoomedAndTakenAway) {
  play(R"(
wait-until step >= 200
click Training/Pause
wait-until state == paused
click Losses/Optimizer
wait frames 3
expect "value:Losses/Learning rate" == 0.001
click Losses/Loss
drag Losses/KL 0.2 0.5 0.7 0.5
wait frames 3
hover "Losses/Total loss" 0.5 0.5
wait-until "value:Losses/Total loss/Cursor" != ""
click "Losses/Whole run"
click "Losses/Save picture"
click Browser/Path
key Ctrl+A
type $DIR
key Enter
wait frames 5
click Browser/Name
key Ctrl+A
type losses.png
key Enter
click Browser/Save
wait-until status == "Saved $DIR/losses.png"
click "Losses/Save CSV"
click Browser/Path
key Ctrl+A
type $DIR
key Enter
wait frames 5
click Browser/Name
key Ctrl+A
type losses.csv
key Enter
click Browser/Save
wait-until status == "Saved $DIR/losses.csv"
dump $DIR/end.json
screenshot $DIR/window.png
quit
)",
       {"--start", "builtin:sprites?size=16&count=4096"});
  // Without its first column, the run's name, it is a run's history.
  std::istringstream lines(readText(path("losses.csv")));
  std::string line, table;
  while (std::getline(lines, line)) table += line.substr(line.find(',') + 1) + "\n";
  const train::History history = io::decodeHistory(table, "losses.csv");
  ASSERT_EQ(static_cast<std::int64_t>(history.train.size()), dumped("end.json")["step"]);
  EXPECT_NEAR(static_cast<double>(newest(history.train, "loss").value()),
              dumped("end.json")["loss.train"].get<double>(), 1e-3);
  EXPECT_FALSE(history.heldOut.empty());
  // Three charts at twice the scale, drawn in more than a few colours.
  const Png picture = readPng(path("losses.png"));
  EXPECT_EQ(picture.height, 620);
  EXPECT_GT(distinctValues(picture), 30u);
}

}  // namespace
}  // namespace latlas::test
