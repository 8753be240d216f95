#include "core/data/image_set/image_arrangement.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace latlas::data {
namespace {

enum class Group { none, training, validation, test };  // in the order of rows

Group groupNamed(std::string_view name) {
  static const std::map<std::string, Group, std::less<>> kNames{
      {"train", Group::training},   {"training", Group::training},     {"val", Group::validation},
      {"valid", Group::validation}, {"validation", Group::validation}, {"test", Group::test},
      {"testing", Group::test},     {"held_out", Group::test}};
  std::string lower(name);
  for (char& letter : lower)
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  const auto known = kNames.find(lower);
  return known == kNames.end() ? Group::none : known->second;
}

// "cats/1.png" -> "cats"; empty: it lies in no folder.
std::string_view firstFolder(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

// As a walk would meet them: in each folder the files first.
bool comesBefore(std::string_view a, std::string_view b) {
  for (;;) {
    const std::string_view folderA = firstFolder(a), folderB = firstFolder(b);
    if (folderA.empty() || folderB.empty())
      return folderA.empty() != folderB.empty() ? folderA.empty() : a < b;
    if (folderA != folderB) return folderA < folderB;
    a.remove_prefix(folderA.size() + 1);
    b.remove_prefix(folderB.size() + 1);
  }
}

struct Row {
  std::string_view rest;  // of its name, without the folders that mean nothing or are parts
  Group group = Group::none;
  std::size_t image = 0;
  const char* why = nullptr;  // it is skipped
};

// A folder in which all images lie; empty: there is none.
std::string_view commonFolder(const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  const std::string_view folder = firstFolder(rows.front().rest);
  const bool isCommon = std::all_of(rows.begin(), rows.end(), [&](const Row& row) {
    return firstFolder(row.rest) == folder;
  });
  return isCommon ? folder : std::string_view();
}

void dropCommonFolders(std::vector<Row>& rows, bool hasOwnFolder) {
  for (bool isFirst = true;; isFirst = false) {
    const std::string_view folder = commonFolder(rows);
    if (folder.empty()) return;
    const bool isInnermost = std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
      return firstFolder(row.rest.substr(folder.size() + 1)).empty();
    });
    if (isInnermost && !(isFirst && hasOwnFolder)) return;
    for (Row& row : rows) row.rest.remove_prefix(folder.size() + 1);
  }
}

// When the first folders are parts, takes them off the names.
void takeParts(std::vector<Row>& rows) {
  bool hasTraining = false, hasOthers = false, hasForeign = false;
  for (Row& row : rows) {
    const std::string_view folder = firstFolder(row.rest);
    row.group = groupNamed(folder);
    hasTraining = hasTraining || row.group == Group::training;
    hasOthers = hasOthers || row.group > Group::training;
    hasForeign = hasForeign || (row.group == Group::none && !folder.empty());
  }
  const bool areParts = hasTraining && hasOthers && !hasForeign;
  for (Row& row : rows) {
    if (!areParts)
      row.group = Group::none;
    else if (row.group == Group::none)
      row.why = "lies beside the folders of training and test images, so it is in neither";
    else
      row.rest.remove_prefix(firstFolder(row.rest).size() + 1);
  }
}

// Empty when the folders are no classes.
std::set<std::string> findClasses(std::vector<Row>& rows) {
  std::set<std::string> names;
  std::array<bool, 4> hasClasses{};
  bool hasLoose = false;
  for (const Row& row : rows) {
    const std::string_view folder = firstFolder(row.rest);
    if (row.why) continue;
    hasLoose = hasLoose || folder.empty();
    if (folder.empty()) continue;
    hasClasses[static_cast<std::size_t>(row.group)] = true;
    names.emplace(folder);
  }
  if (names.size() < (hasLoose ? 2u : 1u)) return {};
  // A part without any class folder is one without labels.
  for (Row& row : rows)
    if (!row.why && firstFolder(row.rest).empty() &&
        hasClasses[static_cast<std::size_t>(row.group)])
      row.why = "lies beside the class folders, so it has no class";
  return names;
}

}  // namespace

Arrangement arrange(ImageList& list, bool hasOwnFolder, bool wantsClasses) {
  std::vector<Row> rows(list.images.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {list.images[i].name, Group::none, i};
  dropCommonFolders(rows, hasOwnFolder);
  takeParts(rows);
  Arrangement arranged;
  const std::set<std::string> classes = wantsClasses ? findClasses(rows) : std::set<std::string>();
  arranged.classes.assign(classes.begin(), classes.end());
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    if (a.group != b.group) return a.group < b.group;
    return a.rest != b.rest ? comesBefore(a.rest, b.rest) : a.image < b.image;
  });
  std::vector<ListedImage> images;
  images.reserve(rows.size());
  for (const Row& row : rows) {
    if (row.why) {
      list.skipped.push_back({list.images[row.image].name, row.why});
      continue;
    }
    if (row.group <= Group::training) ++arranged.trainCount;
    if (!classes.empty()) {
      const auto name =
          std::lower_bound(arranged.classes.begin(), arranged.classes.end(), firstFolder(row.rest));
      arranged.labels.push_back(firstFolder(row.rest).empty()
                                    ? -1
                                    : static_cast<std::int32_t>(name - arranged.classes.begin()));
    }
    images.push_back(std::move(list.images[row.image]));  // the end of what row.rest looks into
  }
  list.images = std::move(images);
  return arranged;
}

}  // namespace latlas::data
