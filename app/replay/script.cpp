#include "app/replay/script.h"

#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <sstream>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace latlas::app::replay {
namespace {

std::vector<std::string> wordsOf(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, begun = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      begun = true;
    } else if (!quoted && (c == ' ' || c == '\t' || c == '#')) {
      if (begun) words.push_back(std::exchange(word, {}));
      begun = false;
      if (c == '#') return words;
    } else {
      word += c;
      begun = true;
    }
  }
  if (quoted) throw Error("a closing quotation mark");
  if (begun) words.push_back(word);
  return words;
}

// The words behind a command, taken one by one; a thrown Error says what was expected.
class Arguments {
 public:
  explicit Arguments(std::span<const std::string> words) : words_(words) {}

  std::string word(const std::string& what) {
    if (next_ >= words_.size()) throw Error(what);
    return words_[next_++];
  }
  float number(const std::string& what) {
    const std::string text = word(what);
    float value = 0.0f;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) throw Error(what);
    return value;
  }
  void literal(const std::string& expected) {
    if (word("'" + expected + "'") != expected) throw Error("'" + expected + "'");
  }
  bool atEnd() const { return next_ == words_.size(); }

 private:
  std::span<const std::string> words_;
  std::size_t next_ = 0;
};

std::string comparisonOperator(Arguments& arguments) {
  const std::string op = arguments.word("== != < <= > or >=");
  for (const char* known : {"==", "!=", "<", "<=", ">", ">="})
    if (op == known) return op;
  throw Error("== != < <= > or >=");
}

template <class Comparison>
Action comparison(Arguments& arguments) {
  Comparison result;
  result.name = arguments.word("an observable's name");
  result.op = comparisonOperator(arguments);
  result.value = arguments.word("a value");
  return result;
}

Action parseKey(Arguments& arguments) {
  Key key;
  key.name = arguments.word("a key");
  for (;;) {
    if (key.name.starts_with("Ctrl+")) {
      key.ctrl = true;
      key.name.erase(0, 5);
    } else if (key.name.starts_with("Shift+")) {
      key.shift = true;
      key.name.erase(0, 6);
    } else {
      return key;
    }
  }
}

Action parseWait(Arguments& arguments) {
  const std::string unit = arguments.word("'frames' or 'seconds'");
  if (unit == "frames") return WaitFrames{static_cast<int>(arguments.number("a count"))};
  if (unit == "seconds") return WaitSeconds{arguments.number("seconds")};
  throw Error("'frames' or 'seconds'");
}

Action parseResize(Arguments& arguments) {
  const std::string size = arguments.word("WIDTHxHEIGHT");
  Resize resize;
  char cross = 0;
  std::istringstream stream(size);
  if (!(stream >> resize.width >> cross >> resize.height) || cross != 'x' || resize.width < 1 ||
      resize.height < 1)
    throw Error("WIDTHxHEIGHT");
  return resize;
}

Action parseHover(Arguments& arguments) {
  Hover hover{arguments.word("a label")};
  if (!arguments.atEnd()) {
    hover.x = arguments.number("x");
    hover.y = arguments.number("y");
  }
  return hover;
}

const std::map<std::string, std::function<Action(Arguments&)>>& commands() {
  static const std::map<std::string, std::function<Action(Arguments&)>> table{
      {"click",
       [](Arguments& a) -> Action {
         return Click{a.word("a label"), false};
       }},
      {"double-click",
       [](Arguments& a) -> Action {
         return Click{a.word("a label"), true};
       }},
      {"hover", parseHover},
      {"drag",
       [](Arguments& a) -> Action {
         Drag drag{a.word("a label")};
         for (float* value : {&drag.x0, &drag.y0, &drag.x1, &drag.y1})
           *value = a.number("a fraction");
         return drag;
       }},
      {"wheel",
       [](Arguments& a) -> Action {
         Wheel wheel{a.word("a label")};
         wheel.notches = a.number("notches");
         return wheel;
       }},
      {"key", parseKey},
      {"type", [](Arguments& a) -> Action { return Type{a.word("a text")}; }},
      {"drop", [](Arguments& a) -> Action { return Drop{a.word("a path")}; }},
      {"wait", parseWait},
      {"wait-until", comparison<WaitUntil>},
      {"expect", comparison<Expect>},
      {"remember",
       [](Arguments& a) -> Action {
         Remember remember{a.word("an observable's name"), {}};
         a.literal("as");
         remember.word = a.word("a word");
         return remember;
       }},
      {"resize", parseResize},
      {"screenshot", [](Arguments& a) -> Action { return Screenshot{a.word("a file")}; }},
      {"dump", [](Arguments& a) -> Action { return Dump{a.word("a file")}; }},
      {"measure", [](Arguments&) -> Action { return Measure{}; }},
      {"quit", [](Arguments&) -> Action { return Quit{}; }},
  };
  return table;
}

std::optional<Action> parseLine(std::string_view line) {
  const std::vector<std::string> words = wordsOf(line);
  if (words.empty()) return std::nullopt;
  const auto command = commands().find(words[0]);
  if (command == commands().end()) {
    std::vector<std::string> known;
    for (const auto& [name, parse] : commands()) known.push_back(name);
    throw Error("a command (nearest: '" + nearestName(words[0], known) + "')");
  }
  Arguments arguments{std::span<const std::string>(words).subspan(1)};
  const Action action = command->second(arguments);
  if (!arguments.atEnd()) throw Error("the line's end after '" + words[0] + "' and its arguments");
  return action;
}

}  // namespace

Script parseScript(std::string_view text, const std::filesystem::path& name) {
  Script script;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    try {
      if (auto action = parseLine(line)) script.push_back({number, line, *std::move(action)});
    } catch (const Error& error) {
      throw fileError(name, {"line " + std::to_string(number), error.what(), "'" + line + "'", ""});
    }
  }
  return script;
}

}  // namespace latlas::app::replay
