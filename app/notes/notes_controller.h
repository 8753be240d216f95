// Keeps the notes with their run: as notes.md among its files, through saves, forks, switching and
// reopening.
// Threading: UI thread.
#pragma once

#include "app/session/session.h"
#include "app/session/wing.h"

namespace latlas::app {

class NotesController {
 public:
  static const Wing& wing();
  using CarriesOut = RequestKinds<>;

  explicit NotesController(Session& session) : session_(session) {}

  // What was typed in this frame goes to the run.
  void sendOrders();
  void runEnds() { sendOrders(); }
  // Shows the notes of the run that took the place of another.
  void runBegan(const model::Config& config, View view);

 private:
  Session& session_;
};

}  // namespace latlas::app
