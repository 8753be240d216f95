#include "core/data/formats/formats.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include "core/data/delimited/table_kinds.h"
#include "core/data/delimited/table_peek.h"
#include "core/data/formats/cifar_dataset.h"
#include "core/data/formats/hdf5.h"
#include "core/data/formats/idx_dataset.h"
#include "core/data/formats/image_archive.h"
#include "core/data/formats/image_folder.h"
#include "core/data/formats/npy_dataset.h"
#include "core/data/formats/npz.h"
#include "core/data/formats/table.h"

namespace latlas::data {
namespace {

using Holds = Format::Holds;

// Of formats whose survey reads nothing that opening needs.
template <auto kOpen>
DatasetPtr openOnly(const Place& place, ReadingPtr, const OpenOptions& options,
                    Progress& progress) {
  return kOpen(place, options, progress);
}
template <auto kSurvey>
Survey surveyOnly(const Place& place, const ReadingPtr&, const OpenOptions& options,
                  Progress& progress) {
  return kSurvey(place, options, progress);
}

constexpr std::array kFormats{
    Format{"IDX", Holds::samples, peekIdx, openOnly<openIdx>, surveyOnly<surveyIdx>},
    Format{"NPY", Holds::samples, peekNpy, openOnly<openNpy>, surveyOnly<surveyNpy>},
    Format{"NPZ", Holds::namedArrays, peekNpz, openOnly<openNpz>, surveyOnly<surveyNpz>},
    Format{"HDF5", Holds::namedArrays, peekHdf5, openOnly<openHdf5>, surveyOnly<surveyHdf5>},
    Format{"CIFAR", Holds::samples, peekCifar, openOnly<openCifar>, surveyOnly<surveyCifar>},
    Format{kTableKinds, Holds::samples, peekTable, openTable, surveyTable},
    Format{"images in an archive", Holds::samples, peekImageArchive, openOnly<openImageArchive>,
           surveyOnly<surveyImageArchive>},
    Format{"a folder of images", Holds::folder, peekImageFolder, openOnly<openImageFolder>,
           surveyOnly<surveyImageFolder>},
};

// "IDX, NPY or CIFAR"; beside a name that is a list itself: "NPY, CSV or TSV, or CIFAR".
std::string joined(const std::vector<std::string_view>& names, const std::string& last) {
  const bool isNested = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return name.find(" " + last + " ") != name.npos;
  });
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool isLast = i > 0 && i + 1 == names.size();
    if (i > 0) text += isLast && !isNested ? " " : ", ";
    if (isLast) text += last + " ";
    text += names[i];
  }
  return text;
}

std::vector<std::string_view> namesOf(std::initializer_list<Holds> kinds) {
  std::vector<std::string_view> names;
  for (const Format& format : kFormats)
    if (std::find(kinds.begin(), kinds.end(), format.holds) != kinds.end())
      names.push_back(format.name);
  return names;
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* formatOf(const Place& place) {
  for (const Format& format : kFormats)
    if (format.peek(place)) return &format;
  return nullptr;
}

std::string fileFormatNames() {
  return joined(namesOf({Holds::samples, Holds::namedArrays}), "or");
}
std::string folderFormatNames() { return joined(namesOf({Holds::folder}), "or"); }
std::string arrayFormatNames() { return joined(namesOf({Holds::namedArrays}), "and"); }

}  // namespace latlas::data
