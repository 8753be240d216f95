#include "app/replay/player.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/replay/observables.h"
#include "app/ui/probes.h"
#include "app/ui/synthetic_input.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/nearest_name.h"

namespace latlas::app::replay {
namespace {

namespace synthetic = ui::synthetic;

// A widget that is not drawn this long after its line's turn came is missing.
constexpr double kWidgetPatience = 20.0;  // seconds
constexpr double kConditionPatience = 120.0;
// Frames for which the mouse rests on a widget before it is pressed. People take longer; a dialog
// that has just opened takes the mouse only after its first frames.
constexpr int kRestFrames = 6;
// Frames in which a drag glides from its first to its last point.
constexpr int kDragFrames = 12;

std::optional<double> toNumber(const std::string& text) {
  double value = 0.0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool compare(const std::string& found, const std::string& op, const std::string& wanted) {
  const auto a = toNumber(found), b = toNumber(wanted);
  if (a && b) {
    if (op == "==") return *a == *b;
    if (op == "!=") return *a != *b;
    if (op == "<") return *a < *b;
    if (op == "<=") return *a <= *b;
    if (op == ">") return *a > *b;
    return *a >= *b;
  }
  if (op == "==") return found == wanted;
  if (op == "!=") return found != wanted;
  throw Error("numbers to compare by " + op);
}

// "value:LABEL", "enabled:LABEL" and "visible:LABEL" read a probe; all else an observable.
std::optional<std::string> lookUp(const AppState& state, const std::string& name) {
  const auto colon = name.find(':');
  if (colon != std::string::npos) {
    const std::string what = name.substr(0, colon);
    const auto probe = ui::findProbe(name.substr(colon + 1));
    if (what == "visible") return probe ? "true" : "false";
    if (!probe) return std::nullopt;
    if (what == "enabled") return probe->enabled ? "true" : "false";
    if (what == "value") return probe->value;
  }
  return observable(state, name);
}

}  // namespace

Player::Player(Script script, Hooks hooks) : script_(std::move(script)), hooks_(std::move(hooks)) {}

void Player::beforeFrame(const AppState& state, double now) {
  state_ = &state;
  now_ = now;
  // What the last line asked of a frame is done behind that frame.
  while (!finished() && !screenshotDue_ && !dumpDue_) {
    if (lineBegun_ < 0.0) lineBegun_ = now;
    bool done = false;
    try {
      done = std::visit([this](const auto& known) { return play(known); }, script_[next_].action);
    } catch (const Error& error) {
      fail(error.what());
    }
    if (failure_) break;
    ++frameOfLine_;
    if (!done) break;
    ++next_;
    frameOfLine_ = 0;
    phase_ = 0;
    lineBegun_ = -1.0;
  }
}

bool Player::needsFrames() const {
  if (finished()) return false;
  const Action& action = script_[next_].action;
  return !std::holds_alternative<WaitSeconds>(action) && !std::holds_alternative<WaitUntil>(action);
}

void Player::afterFrame(const AppState& state) {
  if (screenshotDue_) hooks_.screenshot(*std::exchange(screenshotDue_, std::nullopt));
  if (dumpDue_)
    writeFileAtomically(*std::exchange(dumpDue_, std::nullopt), observables(state).dump(2) + "\n");
}

void Player::cutShort() {
  if (!finished() && !quitAsked_) fail("the window was closed before this line was done");
}

void Player::fail(const std::string& why) {
  const ScriptLine& line = script_[next_];
  failure_ = "line " + std::to_string(line.number) + ", '" + line.text + "': " + why;
}

// False while the widget is not there yet.
bool Player::pointAt(const std::string& label, float x, float y) {
  const auto probe = ui::findProbe(label);
  if (!probe) {
    if (waited() > kWidgetPatience)
      fail("no widget of this name is drawn; nearest: '" + nearestName(label, ui::probeLabels()) +
           "'");
    return false;
  }
  synthetic::mouseMove({probe->min.x + x * (probe->max.x - probe->min.x),
                        probe->min.y + y * (probe->max.y - probe->min.y)});
  return true;
}

// There, down, up, and for a double click down and up again, each in a frame of its own.
bool Player::play(const Click& click) {
  // The widget may still move until the press: a menu opens, a panel fills.
  if (phase_ <= kRestFrames && !pointAt(click.label, 0.5f, 0.5f)) return false;
  const int pressed = phase_ - kRestFrames;
  synthetic::mouseButton(0, pressed == 1 || (click.twice && pressed == 3));
  ++phase_;
  return pressed == (click.twice ? 5 : 3);
}

bool Player::play(const Hover& hover) {
  if (phase_ == 0 && !pointAt(hover.label, hover.x, hover.y)) return false;
  return phase_++ == 2;
}

bool Player::play(const Drag& drag) {
  if (phase_ <= kRestFrames && !pointAt(drag.label, drag.x0, drag.y0)) return false;
  const int glided = phase_ - kRestFrames - 1;
  if (glided >= 0 && glided <= kDragFrames) {
    const float t = static_cast<float>(glided) / kDragFrames;
    synthetic::mouseButton(0, true);
    pointAt(drag.label, drag.x0 + t * (drag.x1 - drag.x0), drag.y0 + t * (drag.y1 - drag.y0));
  }
  if (glided == kDragFrames + 1) synthetic::mouseButton(0, false);
  ++phase_;
  return glided == kDragFrames + 2;
}

bool Player::play(const Wheel& wheel) {
  if (phase_ == 0 && !pointAt(wheel.label, 0.5f, 0.5f)) return false;
  if (phase_ == 2) synthetic::wheel(wheel.notches);
  return phase_++ == 4;
}

bool Player::play(const Key& key) {
  const bool down = frameOfLine_ == 1;
  if (frameOfLine_ > 2) return true;
  if (key.ctrl) synthetic::key("Ctrl", frameOfLine_ < 2);
  if (key.shift) synthetic::key("Shift", frameOfLine_ < 2);
  if (key.name == "?") {
    if (down) synthetic::character('?');
  } else {
    synthetic::key(key.name, down);
  }
  return false;
}

bool Player::play(const Type& type) {
  if (frameOfLine_ == 0) synthetic::type(type.text);
  return frameOfLine_ == 2;
}

bool Player::play(const Drop& drop) {
  hooks_.drop(drop.path);
  return true;
}

bool Player::play(const WaitFrames& wait) { return frameOfLine_ >= wait.count; }

bool Player::play(const WaitSeconds& wait) { return waited() >= wait.seconds; }

bool Player::holds(const std::string& name, const std::string& op, const std::string& value,
                   std::string& found) const {
  std::string wanted = value;
  if (value.starts_with("$")) {
    const auto known = remembered_.find(value.substr(1));
    if (known == remembered_.end()) throw Error("nothing is remembered as " + value);
    wanted = known->second;
  }
  const auto seen = lookUp(*state_, name);
  found = seen.value_or("nothing");
  return seen && compare(*seen, op, wanted);
}

bool Player::play(const WaitUntil& until) {
  std::string found;
  if (holds(until.name, until.op, until.value, found)) return true;
  if (waited() > kConditionPatience)
    fail("waited " + std::to_string(static_cast<int>(kConditionPatience)) + " s, found " + found);
  return false;
}

bool Player::play(const Expect& expect) {
  std::string found;
  if (!holds(expect.name, expect.op, expect.value, found)) fail("found " + found);
  return true;
}

bool Player::play(const Remember& remember) {
  const auto seen = lookUp(*state_, remember.name);
  if (!seen)
    fail("there is nothing of this name to remember");
  else
    remembered_[remember.word] = *seen;
  return true;
}

bool Player::play(const Resize& resize) {
  if (frameOfLine_ == 0) hooks_.resize(resize.width, resize.height);
  return frameOfLine_ == 3;
}

bool Player::play(const Screenshot& screenshot) {
  screenshotDue_ = screenshot.path;
  return true;
}

bool Player::play(const Dump& dump) {
  dumpDue_ = dump.path;
  return true;
}

bool Player::play(const Measure&) {
  hooks_.measure();
  return true;
}

bool Player::play(const Quit&) {
  quitAsked_ = true;
  return true;
}

}  // namespace latlas::app::replay
