#include "app/notes/notes_panel.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/notes/notes_state.h"
#include "app/session/facts.h"
#include "app/ui/probes.h"
#include "app/ui/text_area.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/io/run_extras.h"

namespace latlas::app {
namespace {

// Where the text goes, which is what a reader of it must know.
std::string whereText(const AppState& state) {
  if (state.ofWings.of<NotesState>().text.size() > io::kLargestExtra)
    return "Longer than 16 MB: what was changed since is not kept. Shorten it.";
  if (!hasRun(state)) return "Notes are about a run: open data first.";
  return state.autosaveFolder.empty() ? "Saved with the run (Ctrl+S) as notes.md."
                                      : "Kept with " + state.runLabel.name + " as notes.md.";
}

void drawWhere(const AppState& state) {
  const std::string text = whereText(state);
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(ui::elided(text, ImGui::GetContentRegionAvail().x).c_str());
  ImGui::PopStyleColor();
  if (ui::smallFont()) ImGui::PopFont();
  ui::recordProbe("Notes/Where", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, text);
  ui::tooltipForLastItem(text);
}

}  // namespace

bool& notesAreOpen(AppState& state) { return state.preferences.ofWing("notes_open", false); }

void drawNotesPanel(AppState& state, ImVec2 size) {
  NotesState& notes = state.ofWings.of<NotesState>();
  if (ui::beginPanel("Notes", size, notesAreOpen(state))) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float line = ImGui::GetTextLineHeight() + ImGui::GetStyle().ItemSpacing.y;
    ImGui::PushID(static_cast<int>(notes.edition));
    ui::textArea("Notes/text", notes.text, notes.history,
                 {room.x, std::max(2 * line, room.y - line)},
                 "Free text about this run; it is saved with it and comes back when the run is "
                 "opened again. Ctrl+Z undoes, Ctrl+Y redoes.",
                 {"What do you try here, and what did you see?", hasRun(state),
                  std::exchange(notes.takesKeyboard, false)});
    ImGui::PopID();
    drawWhere(state);
  }
  ui::endPanel();
}

}  // namespace latlas::app
