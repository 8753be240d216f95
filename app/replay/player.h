// Plays a script on the real window: moves a synthetic mouse to labelled widgets, types, waits and
// compares. A line that needs a widget waits for it to be drawn.
// Threading: UI thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "app/replay/script.h"
#include "app/session/state.h"

namespace latlas::app::replay {

// What a script does besides mouse and keyboard, carried out by the window's loop.
struct Hooks {
  std::function<void(const std::filesystem::path&)> drop;
  std::function<void(int width, int height)> resize;
  std::function<void(const std::filesystem::path&)> screenshot;  // of the frame just drawn
  std::function<void()> measure;                                 // the figures begin anew
};

class Player {
 public:
  Player(Script script, Hooks hooks);

  // Before each ImGui::NewFrame(); `now` in seconds. Works on the probes of the frame before.
  void beforeFrame(const AppState& state, double now);
  // Behind each frame, while its pixels can still be read.
  void afterFrame(const AppState& state);

  // Whether the present line moves the mouse or counts frames; else it waits for the clock or the
  // state, and the window may sleep.
  bool needsFrames() const;
  // The window closes now: a line that has not been played is a failure, unless the script quit.
  void cutShort();
  bool finished() const { return next_ == script_.size() || failure_; }
  bool quitAsked() const { return quitAsked_; }
  // "line 7, 'expect step > 3': expected > 3, found 2".
  const std::optional<std::string>& failure() const { return failure_; }

 private:
  // Each returns whether the line is done.
  bool play(const Click& click);
  bool play(const Hover& hover);
  bool play(const Drag& drag);
  bool play(const Wheel& wheel);
  bool play(const Key& key);
  bool play(const Type& type);
  bool play(const Drop& drop);
  bool play(const WaitFrames& wait);
  bool play(const WaitSeconds& wait);
  bool play(const WaitUntil& until);
  bool play(const Expect& expect);
  bool play(const Remember& remember);
  bool play(const Resize& resize);
  bool play(const Screenshot& screenshot);
  bool play(const Dump& dump);
  bool play(const Measure&);
  bool play(const Quit&);

  bool pointAt(const std::string& label, float x, float y);
  bool holds(const std::string& name, const std::string& op, const std::string& value,
             std::string& found) const;
  void fail(const std::string& why);
  double waited() const { return now_ - lineBegun_; }

  Script script_;
  Hooks hooks_;
  std::size_t next_ = 0;
  int frameOfLine_ = 0;  // frames that the present line has had
  int phase_ = 0;        // how far a click or drag has come
  double lineBegun_ = -1.0;
  double now_ = 0.0;
  const AppState* state_ = nullptr;
  std::map<std::string, std::string> remembered_;
  std::optional<std::filesystem::path> screenshotDue_, dumpDue_;
  std::optional<std::string> failure_;
  bool quitAsked_ = false;
};

}  // namespace latlas::app::replay
