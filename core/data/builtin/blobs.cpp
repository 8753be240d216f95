#include "core/data/builtin/blobs.h"

#include <span>
#include <string>
#include <utility>

#include "core/base/random.h"
#include "core/data/builtin/generated_vectors.h"

namespace latlas::data {
namespace {

constexpr double kReach = 10.0;
// Streams of random numbers apart from what else is drawn with the same seed.
constexpr std::uint64_t kCentreStream = 0x626c6f6273;  // "blobs" in ASCII
constexpr std::uint64_t kOrderStream = kCentreStream + 1;
constexpr std::uint64_t kRowStream = kCentreStream << 24;  // one a block

std::vector<std::int32_t> clusterOfRows(std::int64_t count, std::int64_t clusters,
                                        std::uint64_t seed) {
  std::vector<std::int32_t> all(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i)
    all[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(i % clusters);
  Random(seed, kOrderStream).shuffle(std::span(all));
  return all;
}

}  // namespace

std::vector<double> blobCentres(std::int64_t clusters, std::int64_t dims, std::uint64_t seed) {
  Random random(seed, kCentreStream);
  std::vector<double> centres(static_cast<std::size_t>(clusters * dims));
  for (double& number : centres) number = kReach * (2.0 * random.uniform() - 1.0);
  return centres;
}

DatasetPtr openBlobs(const BuiltinSource& source, const OpenOptions& options, Progress& progress) {
  static const std::vector<std::string> known{"clusters", "dims", "count", "spread", "seed"};
  requireKnownKeys(source, known);
  const std::int64_t clusters = wholeNumber(source, "clusters", 8, 1, 1000);
  const std::int64_t dims = wholeNumber(source, "dims", 16, 1, kMostGeneratedColumns);
  const std::int64_t count = wholeNumber(source, "count", 10'000, 1, kMostGeneratedRows);
  const double spread = realNumber(source, "spread", 1.0, 0.0, 100.0);
  const std::uint64_t seed = seedOf(source);
  const std::string whole = canonicalSource("blobs", {{"clusters", std::to_string(clusters)},
                                                      {"dims", std::to_string(dims)},
                                                      {"count", std::to_string(count)},
                                                      {"spread", valueText(spread)},
                                                      {"seed", std::to_string(seed)}});
  const std::vector<double> centres = blobCentres(clusters, dims, seed);
  const auto width = static_cast<std::size_t>(dims);
  std::vector<std::int32_t> clusterOf = clusterOfRows(count, clusters, seed);
  const std::vector<float> values =
      generateBlocks(whole, count, dims, options, progress, [&](const GeneratedBlock& block) {
        Random random(seed, kRowStream + static_cast<std::uint64_t>(block.index));
        random.fillNormal(block.values);
        for (std::size_t i = 0; i < block.values.size(); ++i) {
          const std::size_t row = static_cast<std::size_t>(block.firstRow) + i / width;
          const auto cluster = static_cast<std::size_t>(clusterOf[row]);
          const double centre = centres[cluster * width + i % width];
          block.values[i] = static_cast<float>(centre + spread * block.values[i]);
        }
      });
  Found found;
  Factor factor{"cluster", {}, ""};
  for (std::int64_t i = 0; i < clusters; ++i) {
    factor.values.push_back(static_cast<double>(i));
    found.info.classes.push_back(std::to_string(i));
  }
  found.info.name = "Blobs";
  found.info.factors.push_back(std::move(factor));
  found.annotations.factorLevels = clusterOf;
  found.annotations.labels = std::move(clusterOf);
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < dims; ++i) names.push_back("x" + std::to_string(i));
  return openGenerated(std::move(found), whole, values, std::move(names), options, progress);
}

}  // namespace latlas::data
