// Notes about the run: what is typed goes with it wherever it goes.
#include <gtest/gtest.h>

#include "app/notes/notes_controller.h"
#include "app/notes/notes_panel.h"
#include "app/notes/notes_state.h"
#include "core/io/run_extras.h"
#include "tests/ui/controller_fixture.h"
#include "tests/ui/panel_fixture.h"

namespace latlas::app {
namespace {

using NotesControllerTest = ControllerTest<NotesController>;

TEST_F(NotesControllerTest, GoWithTheRunAndAreForgottenByTheNext) {
  beginRun();
  NotesState& notes = state.ofWings.of<NotesState>();
  notes.text = "beta 4 blurs";
  controller.sendOrders();
  EXPECT_EQ(session.run.extras().at("notes.md"), "beta 4 blurs");
  EXPECT_TRUE(session.run.hasUnsavedExtras());

  session.run.begin({state.draft, nullptr, View::anew, {{"notes.md", "of another run"}}});
  controller.runBegan(state.draft, View::anew);
  EXPECT_EQ(notes.text, "of another run");
  EXPECT_FALSE(notes.history.canUndo()) << "nobody undoes into another run's notes";
  session.run.begin({state.draft, nullptr, View::anew, {}});
  controller.runBegan(state.draft, View::anew);
  EXPECT_EQ(notes.text, "");
}

TEST_F(NotesControllerTest, AForkBeginsWithWhatIsBeingWritten) {
  beginRun();
  NotesState& notes = state.ofWings.of<NotesState>();
  notes.text = "half a sen";
  notes.history.changed("", notes.text, 0.0);
  controller.runBegan(state.draft, View::kept);
  EXPECT_EQ(notes.text, "half a sen");
  EXPECT_TRUE(notes.history.canUndo());
}

TEST_F(NotesControllerTest, ARunWithoutNotesHasNoFileOfThem) {
  beginRun();
  controller.sendOrders();
  EXPECT_TRUE(session.run.extras().empty());
  EXPECT_FALSE(session.run.hasUnsavedExtras());
}

class NotesPanel : public testing::Test, protected test::PanelFixture {
 protected:
  auto panel() {
    return [this] { drawNotesPanel(state, {300, 240}); };
  }
  const std::string& text() { return state.ofWings.of<NotesState>().text; }
};

TEST_F(NotesPanel, TakeWhatIsTypedAndUndoByWords) {
  beginRun(train::RunState::paused);
  notesAreOpen(state) = true;
  state.ofWings.of<NotesState>().takesKeyboard = true;
  test::UiHarness ui(panel());
  ui.frames(3);
  ui.type("sharper edges");
  ui.frames(2);
  EXPECT_EQ(text(), "sharper edges");
  ui.key("Z", true);
  ui.frames(2);
  EXPECT_LT(text().size(), std::string("sharper edges").size());
  ui.key("Y", true);
  ui.frames(2);
  EXPECT_EQ(text(), "sharper edges");
}

TEST_F(NotesPanel, EscLeavesTheFieldAndKeepsTheText) {
  beginRun(train::RunState::paused);
  notesAreOpen(state) = true;
  state.ofWings.of<NotesState>().takesKeyboard = true;
  test::UiHarness ui(panel());
  ui.frames(3);
  ui.type("kept");
  ui.frames(2);
  ui.key("Escape");
  ui.frames(2);
  EXPECT_EQ(text(), "kept");
  ui.type("not typed");
  ui.frames(2);
  EXPECT_EQ(text(), "kept");
}

TEST_F(NotesPanel, AreOfARunAndSayWhereTheyAreKept) {
  notesAreOpen(state) = true;
  test::UiHarness ui(panel());
  EXPECT_FALSE(ui.isEnabled("Notes/text"));
  EXPECT_NE(ui.value("Notes/Where").find("open data first"), std::string::npos);
  beginRun(train::RunState::paused);
  ui.frames(2);
  EXPECT_TRUE(ui.isEnabled("Notes/text"));
  EXPECT_NE(ui.value("Notes/Where").find("Ctrl+S"), std::string::npos);
  state.autosaveFolder = "/somewhere/last-run";
  ui.frames(2);
  EXPECT_EQ(ui.value("Notes/Where"), "Kept with Run 1 as notes.md.");
}

// ImGui keeps the text of a field that is being edited and would write it over another run's.
TEST_F(NotesControllerTest, AnotherRunsNotesTakeThePlaceOfThoseThatAreBeingWritten) {
  beginRun();
  notesAreOpen(state) = true;
  NotesState& notes = state.ofWings.of<NotesState>();
  notes.takesKeyboard = true;
  test::UiHarness ui([this] {
    drawNotesPanel(state, {300, 240});
    controller.sendOrders();
  });
  ui.frames(3);
  ui.type("of the first run");
  ui.frames(2);
  ASSERT_EQ(notes.text, "of the first run");
  session.run.begin({state.draft, nullptr, View::anew, {{"notes.md", "of the second"}}});
  controller.runBegan(state.draft, View::anew);
  ui.frames(5);
  EXPECT_EQ(notes.text, "of the second");
  EXPECT_EQ(session.run.extras().at("notes.md"), "of the second");
}

TEST_F(NotesControllerTest, ATextThatIsTooLongIsNotGivenToTheSaves) {
  beginRun();
  NotesState& notes = state.ofWings.of<NotesState>();
  notes.text = "short";
  controller.sendOrders();
  notes.text.assign(io::kLargestExtra + 1, 'x');
  controller.sendOrders();
  EXPECT_EQ(session.run.extras().at("notes.md"), "short");
}

}  // namespace
}  // namespace latlas::app
