// What belongs to the window as a whole: its look, its file browser, what is remembered between
// starts, and its end.
// Threading: UI thread.
#pragma once

#include <filesystem>
#include <functional>
#include <utility>

#include "app/session/session.h"
#include "app/shell/shell_requests.h"
#include "app/ui/file_browser.h"

namespace latlas::app {

class ShellController {
 public:
  using CarriesOut = RequestKinds<request::Browse, request::RememberSource, request::SetTheme,
                                  request::SetScale, request::Quit>;

  // `preferencesFile`: empty: not written.
  ShellController(Session& session, ui::FileBrowser& browser, std::filesystem::path preferencesFile)
      : session_(session), browser_(browser), preferencesFile_(std::move(preferencesFile)) {}

  // Over everything else. What the user chooses there is asked for.
  void drawBrowser();
  bool isBrowsing() const { return browser_.isOpen(); }

  void carryOut(const request::Browse& wish);
  void carryOut(const request::RememberSource& wish);
  void carryOut(const request::SetTheme& wish);
  void carryOut(const request::SetScale& wish);
  void carryOut(const request::Quit&) { quitAsked_ = true; }

  bool quitAsked() const { return quitAsked_; }
  // Set when the theme or scale changed.
  bool takeLookChanged() { return std::exchange(lookChanged_, false); }

 private:
  Session& session_;
  ui::FileBrowser& browser_;
  std::filesystem::path preferencesFile_;
  std::function<Request(std::filesystem::path)> browsedFor_;  // what a chosen path is for
  bool lookChanged_ = false;
  bool quitAsked_ = false;
};

}  // namespace latlas::app
