#include "core/data/arrays/array_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace latlas::data {
namespace {

struct SplitWord {
  std::string_view word;
  SplitName split;
};

constexpr std::array kSplitWords{
    SplitWord{"train", SplitName::train},          SplitWord{"training", SplitName::train},
    SplitWord{"val", SplitName::validation},       SplitWord{"valid", SplitName::validation},
    SplitWord{"validation", SplitName::validation}, SplitWord{"test", SplitName::test},
    SplitWord{"testing", SplitName::test}};

std::string normalized(std::string_view name) {
  std::string text;
  for (const char letter : name) {
    const bool isGap = std::string_view("/-. ").find(letter) != std::string_view::npos;
    text += isGap ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return text;
}

SplitName splitOf(std::string_view word) {
  for (const SplitWord& known : kSplitWords)
    if (word == known.word) return known.split;
  return SplitName::none;
}

}  // namespace

ArrayName parseArrayName(std::string_view name) {
  const std::string text = normalized(name);
  ArrayName parsed;
  std::string_view rest = text;
  const auto append = [&](std::string_view word) {
    if (word.empty()) return;
    if (!parsed.base.empty()) parsed.base += '_';
    parsed.base += word;
  };
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('_'), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    SplitName split = splitOf(word);
    // "xtrain", "ytest"
    const bool isJoined = word.size() > 2 && (word.front() == 'x' || word.front() == 'y') &&
                          splitOf(word.substr(1)) != SplitName::none;
    if (isJoined) split = splitOf(word.substr(1));
    // "train_set_x"
    const bool isFiller = word == "set" && parsed.split != SplitName::none;
    if (parsed.split == SplitName::none && split != SplitName::none) {
      parsed.split = split;
      if (isJoined) append(word.substr(0, 1));
    } else if (!isFiller) {
      append(word);
    }
  }
  return parsed;
}

std::string toString(SplitName split) {
  switch (split) {
    case SplitName::train: return "train";
    case SplitName::validation: return "val";
    case SplitName::test: return "test";
    case SplitName::none: break;
  }
  return {};
}

int labelRank(std::string_view base) {
  static constexpr std::array<std::string_view, 8> kNames{
      "labels", "label", "y", "targets", "target", "classes", "class", "fine_labels"};
  const auto found = std::find(kNames.begin(), kNames.end(), base);
  return found == kNames.end() ? -1 : static_cast<int>(found - kNames.begin());
}

bool namesClasses(std::string_view base) {
  static constexpr std::array<std::string_view, 6> kNames{
      "class_names", "label_names", "target_names", "classnames", "list_classes", "classes"};
  return std::find(kNames.begin(), kNames.end(), base) != kNames.end();
}

}  // namespace latlas::data
