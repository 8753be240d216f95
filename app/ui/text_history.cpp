#include "app/ui/text_history.h"

#include <cctype>
#include <utility>

namespace latlas::ui {
namespace {

// Whether one letter or space was added somewhere; what is pasted or deleted is a step of its own.
bool isOneKey(const std::string& before, const std::string& after) {
  constexpr std::size_t kLongestLetter = 4;  // bytes, in UTF-8
  return after.size() > before.size() && after.size() - before.size() <= kLongestLetter;
}

bool endsInSpace(const std::string& before, const std::string& after) {
  std::size_t first = 0;
  while (first < before.size() && before[first] == after[first]) ++first;
  return first < after.size() && std::isspace(static_cast<unsigned char>(after[first])) != 0;
}

}  // namespace

void TextHistory::changed(const std::string& before, const std::string& after, double now) {
  const bool isKey = isOneKey(before, after);
  const bool goesOn =
      isKey && !past_.empty() && future_.empty() && !endsWord_ && now - lastChange_ < kPause;
  if (!goesOn) past_.push_back(before);
  future_.clear();
  lastChange_ = now;
  endsWord_ = !isKey || endsInSpace(before, after);
  dropOldest();
}

std::optional<std::string> TextHistory::undo(const std::string& present) {
  if (past_.empty()) return std::nullopt;
  future_.push_back(present);
  std::string text = std::move(past_.back());
  past_.pop_back();
  endsWord_ = true;
  return text;
}

std::optional<std::string> TextHistory::redo(const std::string& present) {
  if (future_.empty()) return std::nullopt;
  past_.push_back(present);
  std::string text = std::move(future_.back());
  future_.pop_back();
  endsWord_ = true;
  return text;
}

void TextHistory::dropOldest() {
  std::size_t bytes = 0, kept = 0;
  while (kept < past_.size() && kept < kMostSteps) {
    bytes += past_[past_.size() - 1 - kept].size();
    if (kept > 0 && bytes > kMostBytes) break;
    ++kept;
  }
  past_.erase(past_.begin(), past_.end() - static_cast<std::ptrdiff_t>(kept));
}

}  // namespace latlas::ui
