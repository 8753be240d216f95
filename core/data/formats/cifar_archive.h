// The archives that CIFAR is downloaded as.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/formats/cifar.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/survey.h"

namespace latlas::data {

// A batch: `count` records from `offset` on.
struct CifarPart {
  std::filesystem::path path;  // for messages
  Cifar kind = Cifar::ten;
  BytesPtr bytes;
  std::uint64_t offset = 0;
  std::int64_t count = 0;
  bool isHeldOut = false;
};

struct CifarFiles {
  std::vector<CifarPart> parts;  // training first, never empty
  std::vector<std::string> fineNames, coarseNames;
};

// By the names of the archive's first entries.
std::optional<Peek> peekCifarArchive(const Place& place);

// Unpacked into memory or, once, into the cache. Throws Error and Cancelled.
CifarFiles unpackCifar(const Place& place, const OpenOptions& options, Progress& progress);

// The Python version of CIFAR cannot be read without running what is in it.
[[noreturn]] void refusePickles(const std::filesystem::path& path);

}  // namespace latlas::data
