// builtin:blobs, a mixture of K round Gaussians in D dimensions: what clustering is tried on.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/job.h"
#include "core/data/builtin/builtin_source.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

// [clusters, dims], each number uniform in [-10, 10].
std::vector<double> blobCentres(std::int64_t clusters, std::int64_t dims, std::uint64_t seed);

// Keys: `clusters` (default 8), `dims` (16), `count` (10,000), `spread` (1: the deviation of each
// number from its cluster's centre), `seed`. Clusters are equally large, up to one row, and in
// random order; a row's class and its one factor is its cluster. Throws Error for an unknown key or
// a value out of range, and Cancelled.
DatasetPtr openBlobs(const BuiltinSource& source, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
