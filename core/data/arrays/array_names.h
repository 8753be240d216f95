// What the names of an archive's arrays say: "train_images", "y_test", "latents/classes".
#pragma once

#include <string>
#include <string_view>

namespace latlas::data {

enum class SplitName { none, train, validation, test };

// "train_images" -> {train, "", "images"}, "x_test" -> {test, "", "x"}, "latents/classes" ->
// {none, "latents", "classes"}: in lower case, "-", "." and spaces as "_", without the split.
struct ArrayName {
  SplitName split = SplitName::none;
  std::string group;  // what stands before the last "/"
  std::string base;

  // "latents_classes"
  std::string whole() const { return group.empty() ? base : group + "_" + base; }
};
ArrayName parseArrayName(std::string_view name);

// "train", "val", "test"; empty for none.
std::string toString(SplitName split);

// How usual a base is for labels ("labels", "label", "y", "targets", ...): 0 the most; -1: not.
int labelRank(std::string_view base);
// For texts that name the classes 0, 1, ...: "class_names", "label_names", "list_classes", ...
bool namesClasses(std::string_view base);
// For texts that name the columns of a table: "feature_names", "column_names", ...
bool namesColumns(std::string_view base);

}  // namespace latlas::data
