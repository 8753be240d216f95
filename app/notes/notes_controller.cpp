#include "app/notes/notes_controller.h"

#include <string>

#include "app/notes/notes_state.h"
#include "core/io/run_extras.h"

namespace latlas::app {
namespace {

constexpr const char* kFile = "notes.md";

}  // namespace

void NotesController::sendOrders() {
  const std::string& text = session_.state.ofWings.of<NotesState>().text;
  const auto file = session_.run.extras().find(kFile);
  const bool isKept = file == session_.run.extras().end() ? text.empty() : file->second == text;
  // The panel says so of a longer one.
  if (!isKept && text.size() <= io::kLargestExtra) session_.run.setExtra(kFile, text);
}

void NotesController::runBegan(const model::Config&, View view) {
  // A fork begins with the text that is being written.
  if (view == View::kept) return;
  NotesState& notes = session_.state.ofWings.of<NotesState>();
  const auto file = session_.run.extras().find(kFile);
  const std::string text = file == session_.run.extras().end() ? std::string() : file->second;
  if (text == notes.text) return;
  notes.text = text;
  ++notes.edition;
  notes.history.clear();
}

}  // namespace latlas::app
