// The formats of datasets, each known by the content of a place: a file in this folder and a row of
// this table.
// Threading: any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/reading.h"
#include "core/data/survey.h"

namespace latlas::data {

struct Format {
  enum class Holds { samples, namedArrays, folder };

  std::string_view name;  // for people: "NPZ"
  Holds holds;  // namedArrays: OpenOptions::array chooses one; folder: never a single file
  std::optional<Peek> (*peek)(const Place&);
  // `reading`: see Survey::reading; null or of another source where there is none of this place.
  DatasetPtr (*open)(const Place&, ReadingPtr reading, const OpenOptions&, Progress&);
  Survey (*survey)(const Place&, const ReadingPtr& reading, const OpenOptions&, Progress&);
};

// In the order in which they look at a place: the first that knows it opens it.
std::span<const Format> formats();

// Null when none knows the place.
const Format* formatOf(const Place& place);

// For messages, of those that are files: "IDX, NPY, ... or images in an archive"; that are folders
// and nothing else: "a folder of images"; and that hold named arrays: "NPZ and HDF5".
std::string fileFormatNames();
std::string folderFormatNames();
std::string arrayFormatNames();

}  // namespace latlas::data
