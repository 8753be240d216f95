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
    SplitWord{"train", SplitName::train},           SplitWord{"training", SplitName::train},
    SplitWord{"val", SplitName::validation},        SplitWord{"valid", SplitName::validation},
    SplitWord{"validation", SplitName::validation}, SplitWord{"test", SplitName::test},
    SplitWord{"testing", SplitName::test}};

std::string normalized(std::string_view name) {
  std::string text;
  for (const char letter : name) {
    const bool isGap = std::string_view("-. ").find(letter) != std::string_view::npos;
    text += isGap ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return text;
}

SplitName splitOf(std::string_view word) {
  for (const SplitWord& known : kSplitWords)
    if (word == known.word) return known.split;
  return SplitName::none;
}

// The words of `text`, joined by "_", but for the first that is a split, when none is known yet.
std::string withoutSplit(std::string_view text, SplitName& split) {
  std::string rest;
  const auto append = [&](std::string_view word) {
    if (word.empty()) return;
    if (!rest.empty()) rest += '_';
    rest += word;
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("_/"), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    // "xtrain", "ytest"
    const bool isJoined = word.size() > 2 && (word.front() == 'x' || word.front() == 'y') &&
                          splitOf(word.substr(1)) != SplitName::none;
    const SplitName found = splitOf(isJoined ? word.substr(1) : word);
    // "train_set_x"
    const bool isFiller = word == "set" && split != SplitName::none;
    if (split == SplitName::none && found != SplitName::none) {
      split = found;
      if (isJoined) append(word.substr(0, 1));
    } else if (!isFiller) {
      append(word);
    }
  }
  return rest;
}

}  // namespace

ArrayName parseArrayName(std::string_view name) {
  const std::string text = normalized(name);
  const std::size_t slash = text.rfind('/');
  const std::size_t baseAt = slash == std::string::npos ? 0 : slash + 1;
  ArrayName parsed;
  // Splits of "train/images" and "train_images" alike; the nearest to the end counts.
  parsed.base = withoutSplit(std::string_view(text).substr(baseAt), parsed.split);
  parsed.group = withoutSplit(std::string_view(text).substr(0, baseAt), parsed.split);
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

bool namesColumns(std::string_view base) {
  static constexpr std::array<std::string_view, 4> kNames{"feature_names", "column_names",
                                                          "columns", "variables"};
  return std::find(kNames.begin(), kNames.end(), base) != kNames.end();
}

}  // namespace latlas::data
