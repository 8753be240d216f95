#include "core/data/builtin/random_table.h"

#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/data/builtin/generated_vectors.h"

namespace latlas::data {
namespace {

constexpr std::uint64_t kRowStream = std::uint64_t{0x72616e64} << 24;  // "rand"; one a block

}  // namespace

DatasetPtr openRandomTable(const BuiltinSource& source, const OpenOptions& options,
                           Progress& progress) {
  static const std::vector<std::string> known{"count", "dims", "seed"};
  requireKnownKeys(source, known);
  const std::int64_t count = wholeNumber(source, "count", 100, 1, kMostGeneratedRows);
  const std::int64_t dims = wholeNumber(source, "dims", 10, 1, kMostGeneratedColumns);
  const std::uint64_t seed = seedOf(source);
  const std::string whole = canonicalSource("random", {{"count", std::to_string(count)},
                                                       {"dims", std::to_string(dims)},
                                                       {"seed", std::to_string(seed)}});
  const std::vector<float> values =
      generateBlocks(whole, count, dims, options, progress, [&](const GeneratedBlock& block) {
        Random random(seed, kRowStream + static_cast<std::uint64_t>(block.index));
        // As many bits as a float holds, so that none is rounded up to 1.
        for (float& value : block.values)
          value = static_cast<float>(random.bits() >> 40) * 0x1.0p-24f;
      });
  Found found;
  found.info.name = "Random numbers";
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < dims; ++i) names.push_back("x" + std::to_string(i));
  return openGenerated(std::move(found), whole, values, std::move(names), options, progress);
}

}  // namespace latlas::data
