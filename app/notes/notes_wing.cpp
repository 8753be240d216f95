// What the wing of notes shows: the Notes panel, its key and its menu entry.
#include <array>

#include "app/notes/notes_controller.h"
#include "app/notes/notes_panel.h"
#include "app/notes/notes_state.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

void showNotes(AppState& state, Requests&) {
  bool& isOpen = notesAreOpen(state);
  isOpen = !isOpen;
  state.ofWings.of<NotesState>().takesKeyboard = isOpen;
}

constexpr Shortcut kNotesKey{"Ctrl+Shift+N", "Show or hide the notes about the run", showNotes};
constexpr std::array kShortcuts{kNotesKey};

constexpr std::array kPanels{Panel{"Notes", PanelPlace::bottom, notesAreOpen,
                                   [](const Panel::Drawing& to) {
                                     drawNotesPanel(to.state, to.size);
                                     return 0.0f;
                                   },
                                   300.0f}};

void drawMenu(MenuPlace place, AppState& state, Requests& requests) {
  if (place == MenuPlace::view &&
      ui::menuItem("View/Notes", kNotesKey.key,
                   "Free text about the run, kept with it as notes.md.", true, notesAreOpen(state)))
    showNotes(state, requests);
}

void observe(const AppState& state, Observer& seen) {
  seen.value("notes", [&] { return state.ofWings.of<NotesState>().text; });
}

}  // namespace

const Wing& NotesController::wing() {
  static const Wing wing{kShortcuts, kPanels, {}, {}, drawMenu, observe};
  return wing;
}

}  // namespace latlas::app
