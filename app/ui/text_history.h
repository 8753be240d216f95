// What was typed into a text, to be undone and redone. Keys in quick succession are one step, so
// that undo takes back words and not letters.
// Threading: UI thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace latlas::ui {

class TextHistory {
 public:
  // Seconds without a key after which a new step begins.
  static constexpr double kPause = 0.8;
  // Steps that are kept, and bytes of all of them together; the oldest go first.
  static constexpr std::size_t kMostSteps = 500, kMostBytes = 8'000'000;

  // The text was changed from `before` to `after`; `now` in seconds.
  void changed(const std::string& before, const std::string& after, double now);
  // The text before the last step that was not undone, or after the last that was; nothing when
  // there is none. `present`: the text as it is.
  std::optional<std::string> undo(const std::string& present);
  std::optional<std::string> redo(const std::string& present);
  bool canUndo() const { return !past_.empty(); }
  bool canRedo() const { return !future_.empty(); }
  // Of another text: nothing is left to undo.
  void clear() { *this = {}; }

 private:
  void dropOldest();

  std::vector<std::string> past_, future_;  // the nearest last
  double lastChange_ = -1e9;
  bool endsWord_ = false;  // the last key ended a word
};

}  // namespace latlas::ui
