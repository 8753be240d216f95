// Which of an archive's arrays are the samples and what the others say of them.
// Threading: any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/arrays/array_description.h"
#include "core/data/arrays/array_names.h"
#include "core/data/open_options.h"
#include "core/data/survey.h"

namespace latlas::data {

struct ArchiveArray {
  std::string name;        // "train_images", "latents/classes"
  ArrayDescription array;  // of no use when it is unusable
  std::string unusable;    // what it holds when Latlas does not read it: "Python objects"
};

struct SamplesPart {
  const ArchiveArray* samples = nullptr;
  const ArchiveArray* labels = nullptr;  // null: none
  SplitName split = SplitName::none;
};

struct Roles {
  std::vector<SamplesPart> parts;              // training first; empty: there is a question
  const ArchiveArray* factorValues = nullptr;  // [N, factors]
  const ArchiveArray* factorNames = nullptr;   // [factors] texts
  const ArchiveArray* classNames = nullptr;    // [classes] texts
  const ArchiveArray* columnNames = nullptr;   // [D] texts
  std::vector<const ArchiveArray*> columns;    // [N] each
  // What there is to choose.
  std::vector<Choice> arrays, labels;
  std::string question;
};

// Names are seen without the group that all arrays have in common.
// - An array chosen by options.array is the samples.
// - Names with train, val(id, idation) and test in them and otherwise equal ("train_images",
//   "x_test") are the parts of one dataset, if there is just one such family.
// - Else the only array that can be samples and is not named as labels.
// Labels: options.labels, "none", or the array of the same split that is named labels, label, y,
// targets, target, classes, class or fine_labels. dSprites' latents_values (or latents_classes) and
// latents_names are factors. Other arrays of one value a row are columns.
// Throws Error naming `path` when what is chosen is not there, or nothing can be samples.
// The result points into `arrays`.
Roles findRoles(const std::vector<ArchiveArray>& arrays, const OpenOptions& options,
                const std::filesystem::path& path);

// The Error for a question: the choices and how to choose.
[[noreturn]] void refuseToGuess(const Roles& roles, const std::filesystem::path& path);

}  // namespace latlas::data
