#include "app/dataset/open_fields.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "app/ui/compact_rows.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

const std::array<std::string, 3> kFits{"cut to a square", "pad to a square", "stretch"};
const std::array<std::string, 3> kColours{"as stored", "grey", "colour"};
const std::array<std::string, 3> kBackgrounds{"white", "black", "grey"};
const std::array<std::string, 3> kParts{"all", "training", "held out"};
constexpr const char* kNoLabels = "none";  // what OpenOptions calls it
constexpr const char* kAll = "all";

template <class Enum>
void chooseEnum(const char* label, Enum& value, std::span<const std::string> names,
                const char* tooltip, float width) {
  int index = static_cast<int>(value);
  ui::nextFieldWidth(width);
  if (ui::choice(label, index, names, tooltip)) value = static_cast<Enum>(index);
}

int indexOf(const std::vector<data::Choice>& choices, const std::string& value) {
  const auto found = std::find_if(choices.begin(), choices.end(),
                                  [&](const data::Choice& one) { return one.value == value; });
  return found == choices.end() ? -1 : static_cast<int>(found - choices.begin());
}

std::vector<std::string> labelsOf(const std::vector<data::Choice>& choices) {
  std::vector<std::string> labels;
  for (const data::Choice& one : choices)
    labels.push_back(one.label.empty() ? one.value : one.label);
  return labels;
}

void chooseArray(OpenQuestion& question, float width) {
  const data::Survey& survey = *question.survey;
  const std::string& now =
      question.options.array.empty() ? survey.options.array : question.options.array;
  std::vector<std::string> names = labelsOf(survey.arrays);
  int index = indexOf(survey.arrays, now);
  // Parts that belong together are all taken; else nobody knows yet.
  if (index < 0) {
    names.push_back(survey.question.empty() ? "as found" : "choose one");
    index = static_cast<int>(names.size()) - 1;
  }
  ui::nextFieldWidth(width);
  if (!ui::choice("Open/array", index, names, "Which of the arrays in it holds the samples.") ||
      index >= std::ssize(survey.arrays))
    return;
  question.options.array = survey.arrays[static_cast<std::size_t>(index)].value;
  // Those of another array may have another length.
  question.options.labels.clear();
}

void chooseLabels(OpenQuestion& question, float width) {
  const data::Survey& survey = *question.survey;
  const std::string& now =
      question.options.labels.empty() ? survey.options.labels : question.options.labels;
  std::vector<std::string> names = labelsOf(survey.labels);
  names.insert(names.begin(), "none");
  int index = indexOf(survey.labels, now) + 1;
  ui::nextFieldWidth(width);
  if (ui::choice("Open/labels", index, names,
                 "The column or array that says each sample's class. Training does not use it. "
                 "Default: found by its name."))
    question.options.labels =
        index == 0 ? kNoLabels : survey.labels[static_cast<std::size_t>(index - 1)].value;
}

void chooseMeaning(OpenQuestion& question, float width) {
  const bool areImages = question.survey->shape.kind == data::Kind::images;
  const std::vector<std::string> names{"images", "vectors"};
  int index = areImages ? 0 : 1;
  if (question.options.meaning != data::Meaning::byContent)
    index = question.options.meaning == data::Meaning::images ? 0 : 1;
  ui::nextFieldWidth(width);
  if (ui::choice("Open/as", index, names,
                 "What its rows of numbers are: the pixels of square images, or vectors of "
                 "columns with a meaning each. Default: judged by their content."))
    question.options.meaning = index == 0 ? data::Meaning::images : data::Meaning::vectors;
}

void choosePictures(OpenQuestion& question, float width) {
  data::OpenOptions& options = question.options;
  const data::Survey& survey = *question.survey;
  int size = options.imageSize > 0 ? options.imageSize : survey.shape.height;
  ui::nextFieldWidth(width);
  if (ui::number("Open/size", size, data::kLeastImageSide, data::kMostImageSide,
                 "Pixels a side to which every image is brought. Default: the shorter side of the "
                 "most common size, at most 64."))
    options.imageSize = size;
  chooseEnum("Open/fit", options.fit, kFits,
             "How an image that is not square becomes one: its middle square, the whole of it on "
             "the background, or the whole of it stretched. Default: cut.",
             width);
  chooseEnum("Open/channels", options.colour, kColours,
             "Grey when every image shows only grey, else colour; or as chosen. Default: as "
             "stored.",
             width);
  if (survey.hasAlpha || options.fit == data::Fit::pad)
    chooseEnum("Open/background", options.background, kBackgrounds,
               "Behind transparent parts and padded images. Default: white.", width);
}

void chooseRows(OpenQuestion& question, float width) {
  data::OpenOptions& options = question.options;
  const data::Survey& survey = *question.survey;
  if (survey.hasParts)
    chooseEnum("Open/part", options.part, kParts,
               "Of a dataset that its makers split: all of it, which keeps their split, or one "
               "part alone. Default: all.",
               width);
  std::string subset = options.subset > 0 ? std::to_string(options.subset) : kAll;
  ui::nextFieldWidth(width);
  if (!ui::text("Open/subset", subset,
                "At most so many samples, spread evenly over all of them, or all. Default: all."))
    return;
  // What is no number keeps what was there.
  std::int64_t count = 0;
  const auto [end, problem] = std::from_chars(subset.data(), subset.data() + subset.size(), count);
  if (problem == std::errc() && end == subset.data() + subset.size() && count >= 0)
    options.subset = count;
  else if (subset.empty() || subset == kAll)
    options.subset = 0;
}

}  // namespace

void drawOpenFields(OpenQuestion& question, float width) {
  const CompactRows compact(CompactRows::Of::fields);
  const data::Survey& survey = *question.survey;
  if (survey.arrays.size() > 1) chooseArray(question, width);
  if (survey.hasMeaning) chooseMeaning(question, width);
  if (!survey.labels.empty()) chooseLabels(question, width);
  if (survey.hasImageSize) choosePictures(question, width);
  chooseRows(question, width);
}

}  // namespace latlas::app
