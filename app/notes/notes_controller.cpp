#include "app/notes/notes_controller.h"

#include <string>

#include "app/notes/notes_state.h"

namespace latlas::app {
namespace {

constexpr const char* kFile = "notes.md";

}  // namespace

void NotesController::sendOrders() {
  session_.run.setExtra(kFile, session_.state.ofWings.of<NotesState>().text);
}

void NotesController::runBegan(const model::Config&, View view) {
  // A fork begins with the text that is being written.
  if (view == View::kept) return;
  NotesState& notes = session_.state.ofWings.of<NotesState>();
  const auto file = session_.run.extras().find(kFile);
  const std::string text = file == session_.run.extras().end() ? std::string() : file->second;
  if (text == notes.text) return;
  notes.text = text;
  notes.history.clear();
}

}  // namespace latlas::app
