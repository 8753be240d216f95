#include "app/shell/shell_controller.h"

#include "app/session/facts.h"
#include "app/shell/preferences_file.h"
#include "core/base/error.h"

namespace latlas::app {

void ShellController::drawBrowser() {
  if (const auto path = browser_.draw(); path && browsedFor_)
    session_.requests.push_back(browsedFor_(*path));
}

void ShellController::carryOut(const request::Browse& wish) {
  browsedFor_ = wish.then;
  browser_.show(wish.mode == request::BrowseFor::open ? ui::FileBrowser::Mode::open
                                                      : ui::FileBrowser::Mode::save,
                wish.title, wish.start);
}

void ShellController::carryOut(const request::RememberSource& wish) {
  Preferences& preferences = session_.state.preferences;
  rememberSource(preferences, wish.recent, keptRunsFolder(session_.state));
  if (preferencesFile_.empty()) return;
  // What cannot be written now is tried again when the program ends; nothing depends on it before
  // the next start.
  session_.writes.add(
      {preferencesFile_,
       [preferences, file = preferencesFile_](Progress&) { writePreferences(preferences, file); },
       {},
       {}});
}

void ShellController::carryOut(const request::SetTheme& wish) {
  session_.state.preferences.theme = wish.theme;
  lookChanged_ = true;
}

void ShellController::carryOut(const request::SetScale& wish) {
  session_.state.preferences.scale = wish.scale;
  lookChanged_ = true;
}

}  // namespace latlas::app
