// Scripts for --replay: what a user does, one line each, by widget label. Parsing only; see
// player.h for how lines act.
//
//   click LABEL                      double-click LABEL            hover LABEL [X Y]
//   drag LABEL X0 Y0 X1 Y1           fractions of the widget's rectangle, (0, 0) its upper left
//   wheel LABEL NOTCHES              key [Ctrl+][Shift+]NAME       type TEXT
//   drop PATH                        what the desktop does when files are dropped on the window
//   wait frames N | wait seconds S   in lockstep a second is 60 frames
//   wait-until NAME OP VALUE         at most 120 s; NAME is an observable (observables.h)
//   expect NAME OP VALUE             OP is one of == != < <= > >=
//   remember NAME as WORD            VALUE may then be $WORD
//   resize WxH                       screenshot FILE               dump FILE (observables, JSON)
//   measure                          frames drawn before this line are left out of the figures
//   quit
//
// A word with spaces stands in double quotes; # begins a comment.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latlas::app::replay {

// clang-format off
struct Click { std::string label; bool twice = false; };
struct Hover { std::string label; float x = 0.5f, y = 0.5f; };
struct Drag { std::string label; float x0 = 0, y0 = 0, x1 = 0, y1 = 0; };
struct Wheel { std::string label; float notches = 0; };
struct Key { bool ctrl = false, shift = false; std::string name; };
struct Type { std::string text; };
struct Drop { std::filesystem::path path; };
struct WaitFrames { int count = 0; };
struct WaitSeconds { double seconds = 0; };
struct WaitUntil { std::string name, op, value; };
struct Expect { std::string name, op, value; };
struct Remember { std::string name, word; };
struct Resize { int width = 0, height = 0; };
struct Screenshot { std::filesystem::path path; };
struct Dump { std::filesystem::path path; };
struct Measure {};
struct Quit {};
// clang-format on

using Action = std::variant<Click, Hover, Drag, Wheel, Key, Type, Drop, WaitFrames, WaitSeconds,
                            WaitUntil, Expect, Remember, Resize, Screenshot, Dump, Measure, Quit>;

struct ScriptLine {
  int number = 0;  // from 1
  std::string text;
  Action action;
};
using Script = std::vector<ScriptLine>;

// `name` stands in messages. Throws Error naming the line, what was expected and what was found.
Script parseScript(std::string_view text, const std::filesystem::path& name);

}  // namespace latlas::app::replay
