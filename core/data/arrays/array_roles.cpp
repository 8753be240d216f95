#include "core/data/arrays/array_roles.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/data/metadata_file.h"

namespace latlas::data {
namespace {

struct Named {
  const ArchiveArray* array;
  ArrayName name;

  bool isReadable() const { return array->unusable.empty(); }
  std::int64_t rows() const { return array->array.rows(); }
};

bool isFactorName(const ArrayName& name) {
  return name.whole() == "latents_values" || name.whole() == "latents_classes";
}

// As it is written in HDF5 and without its first "/".
bool isCalled(const ArchiveArray& array, std::string_view name) {
  if (name.starts_with('/') && !array.name.starts_with('/')) name.remove_prefix(1);
  return array.name == name;
}

// Of the group that all arrays lie in: "data/" of "data/images" and "data/labels".
std::size_t commonGroupLength(const std::vector<ArchiveArray>& arrays) {
  std::string_view group = arrays.empty() ? std::string_view() : arrays.front().name;
  for (const ArchiveArray& array : arrays)
    while (!group.empty() && (group.back() != '/' || !array.name.starts_with(group)))
      group.remove_suffix(1);
  return group.size();
}

class Finder {
 public:
  Finder(const std::vector<ArchiveArray>& arrays, const OpenOptions& options,
         const std::filesystem::path& path)
      : options_(options), path_(path) {
    const std::size_t group = commonGroupLength(arrays);
    for (const ArchiveArray& array : arrays)
      all_.push_back({&array, parseArrayName(array.name.substr(group))});
  }

  Roles find() {
    const std::vector<const Named*> samples = candidates();
    if (samples.size() > 1)
      for (const Named* choice : samples)
        roles_.arrays.push_back({choice->array->name, describe(*choice->array)});
    if (!options_.array.empty())
      addPart(named(options_.array));
    else if (const auto family = splitFamily(samples))
      for (const Named* part : *family) addPart(*part);
    else if (samples.size() == 1)
      addPart(*samples.front());
    else
      roles_.question = "Which array holds the samples?";
    if (!roles_.parts.empty()) findTheRest();
    return std::move(roles_);
  }

 private:
  static std::string describe(const ArchiveArray& array) {
    return array.name + " (" + toString(array.array) + ")";
  }

  std::string listed() const {
    constexpr std::size_t kMostListed = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(all_.size(), kMostListed); ++i)
      text += (i ? ", " : "") + (all_[i].isReadable()
                                     ? describe(*all_[i].array)
                                     : all_[i].array->name + " (" + all_[i].array->unusable + ")");
    return all_.empty() ? "no array" : text + (all_.size() > kMostListed ? ", ..." : "");
  }

  const Named& named(const std::string& name) const {
    for (const Named& one : all_)
      if (isCalled(*one.array, name)) return one;
    std::vector<std::string> names;
    for (const Named& one : all_) names.push_back(one.array->name);
    const std::string nearest = names.empty() ? "" : nearestName(name, names);
    throw fileError(path_,
                    {"", "an array called " + name, listed(),
                     nearest.empty() ? "Choose one of these" : "The nearest name is " + nearest});
  }

  bool canBeSamples(const Named& one) const {
    return one.isReadable() && viewAsSamples(one.array->array, options_.meaning).view.has_value();
  }

  // What may be samples: not what is named as labels or factors, unless there is nothing else.
  std::vector<const Named*> candidates() const {
    std::vector<const Named*> likely, possible;
    for (const Named& one : all_) {
      if (!canBeSamples(one)) continue;
      possible.push_back(&one);
      if (labelRank(one.name.base) < 0 && !isFactorName(one.name)) likely.push_back(&one);
    }
    if (possible.empty() && options_.array.empty())
      throw fileError(path_, {"",
                              "an array of numbers that can be samples: [N, D], [N, H, W] or "
                              "images with 1 or 3 channels",
                              listed(), "Choose another file"});
    return likely.empty() ? possible : likely;
  }

  // The parts of the only family that has a training part and another one.
  static std::optional<std::vector<const Named*>> splitFamily(
      const std::vector<const Named*>& samples) {
    std::map<std::string, std::map<SplitName, std::vector<const Named*>>> families;
    for (const Named* one : samples)
      if (one->name.split != SplitName::none)
        families[one->name.whole()][one->name.split].push_back(one);
    std::optional<std::vector<const Named*>> found;
    for (const auto& [base, parts] : families) {
      if (parts.size() < 2 || !parts.contains(SplitName::train)) continue;
      std::vector<const Named*> family;
      for (const auto& [split, arrays] : parts) {
        if (arrays.size() > 1) return std::nullopt;  // "train_x" and "x_train"
        family.push_back(arrays.front());
      }
      if (found) return std::nullopt;
      found = std::move(family);
    }
    return found;
  }

  void addPart(const Named& samples) {
    roles_.parts.push_back({samples.array, labelsFor(samples), samples.name.split});
  }

  const ArchiveArray* labelsFor(const Named& samples) const {
    if (options_.labels == "none") return nullptr;
    const bool isArray = std::any_of(all_.begin(), all_.end(), [&](const Named& one) {
      return isCalled(*one.array, options_.labels);
    });
    // It may be a column of the metadata.
    if (!options_.labels.empty() && (isArray || !metadataBeside(path_, options_)))
      return chosenLabels(samples);
    const Named* best = nullptr;
    int bestRank = 0;
    for (const Named& one : all_) {
      int rank = labelRank(one.name.base);
      if (rank < 0 || one.name.split != samples.name.split || one.array == samples.array) continue;
      // Those of another group may be of other samples, and "classes" the names of the classes.
      const bool isElsewhere = one.name.group != samples.name.group;
      const bool mayDiffer = !isElsewhere && !namesClasses(one.name.base);
      if (!one.isReadable() || isFactorName(one.name)) continue;
      if (one.rows() != samples.rows() && !mayDiffer) continue;
      constexpr int kBeyondAllRanks = 100;
      if (isElsewhere) rank += kBeyondAllRanks;
      if (best && bestRank <= rank) continue;
      best = &one;
      bestRank = rank;
    }
    return best ? best->array : nullptr;
  }

  // Of the parts of a family each has its own array, of which one is named.
  const ArchiveArray* chosenLabels(const Named& samples) const {
    const Named& chosen = named(options_.labels);
    if (!chosen.isReadable())
      throw fileError(path_,
                      {"array " + chosen.array->name, "numbers or texts", chosen.array->unusable,
                       "Choose other labels, or none (labels=none)"});
    if (chosen.name.split == samples.name.split) return chosen.array;
    for (const Named& one : all_)
      if (one.name.whole() == chosen.name.whole() && one.name.split == samples.name.split &&
          one.isReadable())
        return one.array;
    // Any array will do for the only part; other parts go without.
    return roles_.parts.empty() && chosen.rows() == samples.rows() ? chosen.array : nullptr;
  }

  void findTheRest() {
    const std::int64_t rows = roles_.parts.front().samples->array.rows();
    const bool isSplit = roles_.parts.size() > 1;
    for (const Named& one : all_) {
      if (!one.isReadable() || one.array == roles_.parts.front().samples) continue;
      const bool isFactors = isFactorName(one.name);
      const bool isTextList = one.array->array.isText() && one.array->array.dims.size() == 1;
      const bool isLabels = one.array == roles_.parts.front().labels;
      if (isTextList && one.name.whole() == "latents_names") roles_.factorNames = one.array;
      if (isTextList && namesClasses(one.name.base) && !isLabels) roles_.classNames = one.array;
      if (isTextList && namesColumns(one.name.base)) roles_.columnNames = one.array;
      if (isSplit || one.rows() != rows || one.array == roles_.columnNames) continue;
      if (one.array->array.dims.size() <= 2 && !isFactors)
        roles_.labels.push_back({one.array->name, describe(*one.array)});
      if (isFactors && one.array->array.dims.size() == 2) {
        if (!roles_.factorValues || one.name.base == "values" || one.name.base == "latents_values")
          roles_.factorValues = one.array;
      } else if (!isLabels && one.array->array.count() == rows &&
                 one.array->array.dims.size() <= 2) {
        roles_.columns.push_back(one.array);
      }
    }
  }

  const OpenOptions& options_;
  const std::filesystem::path& path_;
  std::vector<Named> all_;
  Roles roles_;
};

}  // namespace

Roles findRoles(const std::vector<ArchiveArray>& arrays, const OpenOptions& options,
                const std::filesystem::path& path) {
  return Finder(arrays, options, path).find();
}

void refuseToGuess(const Roles& roles, const std::filesystem::path& path) {
  std::string choices;
  for (const Choice& choice : roles.arrays) choices += (choices.empty() ? "" : ", ") + choice.label;
  throw fileError(path, {"", "one array that can be samples", choices,
                         roles.question + " Choose it with --array " + roles.arrays.front().value});
}

}  // namespace latlas::data
