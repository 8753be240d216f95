#include "core/data/builtin/swiss_roll.h"

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/data/builtin/generated_vectors.h"

namespace latlas::data {
namespace {

constexpr double kHeight = 21.0;
constexpr std::uint64_t kRowStream = std::uint64_t{0x73776973} << 24;  // "swis"; one a block

Column numberColumn(const char* name, std::int64_t count) {
  Column column;
  column.name = name;
  column.numbers.resize(static_cast<std::size_t>(count));
  return column;
}

}  // namespace

DatasetPtr openSwissRoll(const BuiltinSource& source, const OpenOptions& options,
                         Progress& progress) {
  static const std::vector<std::string> known{"count", "noise", "seed"};
  requireKnownKeys(source, known);
  const std::int64_t count = wholeNumber(source, "count", 5'000, 1, kMostGeneratedRows);
  const double noise = realNumber(source, "noise", 0.0, 0.0, 10.0);
  const std::uint64_t seed = seedOf(source);
  const std::string whole = canonicalSource("swissroll", {{"count", std::to_string(count)},
                                                          {"noise", valueText(noise)},
                                                          {"seed", std::to_string(seed)}});
  Column turn = numberColumn("t", count), height = numberColumn("height", count);
  const std::vector<float> values =
      generateBlocks(whole, count, 3, options, progress, [&](const GeneratedBlock& block) {
        Random random(seed, kRowStream + static_cast<std::uint64_t>(block.index));
        for (std::size_t i = 0; i < block.values.size(); i += 3) {
          const double t = 1.5 * std::numbers::pi * (1.0 + 2.0 * random.uniform());
          const double y = kHeight * random.uniform();
          const std::size_t row = static_cast<std::size_t>(block.firstRow) + i / 3;
          turn.numbers[row] = t;
          height.numbers[row] = y;
          std::array<float, 3> off{};
          if (noise > 0.0) random.fillNormal(off);
          const double point[] = {t * std::cos(t), y, t * std::sin(t)};
          for (std::size_t axis = 0; axis < 3; ++axis)
            block.values[i + axis] = static_cast<float>(point[axis] + noise * off[axis]);
        }
      });
  Found found;
  found.info.name = "Swiss roll";
  found.annotations.columns = {std::move(turn), std::move(height)};
  return openGenerated(std::move(found), whole, values, {"x", "y", "z"}, options, progress);
}

}  // namespace latlas::data
