#include "core/data/builtin/builtin.h"

#include <array>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/data/builtin/blobs.h"
#include "core/data/builtin/glyphs.h"
#include "core/data/builtin/random_table.h"
#include "core/data/builtin/sprites.h"
#include "core/data/builtin/swiss_roll.h"

namespace latlas::data {
namespace {

struct Generator {
  const char* name;
  const char* about;
  const char* keys;
  DatasetPtr (*open)(const BuiltinSource&, const OpenOptions&, Progress&);
};

constexpr std::array kGenerators{
    Generator{"blobs", "Gaussian clusters as vectors",
              "clusters=1..1000 [8], dims=1..4096 [16], count=1..100000000 [10000], "
              "spread=0..100 [1], seed",
              openBlobs},
    Generator{"glyphs", "digits and letters of this machine's fonts, with seven known factors",
              "size=8..256 [32], count=1..10000000 [16384], characters=LETTERS AND RANGES "
              "[0-9A-Za-z], fonts=1..64 [8], seed",
              openGlyphs},
    Generator{"random", "numbers from 0 to 1 that have nothing to do with each other",
              "count=1..100000000 [100], dims=1..4096 [10], seed", openRandomTable},
    Generator{"sprites", "shapes with five known factors, after dSprites",
              "size=8..256 [32], count=1..737280 or all [16384], colour=0..1 [0], seed",
              openSprites},
    Generator{"swissroll", "a sheet rolled up in three dimensions",
              "count=1..100000000 [5000], noise=0..10 [0], seed", openSwissRoll},
};

}  // namespace

std::vector<BuiltinDescription> builtinDescriptions() {
  std::vector<BuiltinDescription> all;
  for (const Generator& generator : kGenerators)
    all.push_back({generator.name, generator.about, generator.keys});
  return all;
}

DatasetPtr openBuiltin(std::string_view source, const OpenOptions& options, Progress& progress) {
  const BuiltinSource parsed = parseBuiltin(source);
  std::vector<std::string> names;
  std::string all;
  for (const Generator& generator : kGenerators) {
    if (generator.name == parsed.name) return generator.open(parsed, options, progress);
    names.push_back(generator.name);
    all += (all.empty() ? "" : ", ") + names.back();
  }
  throw Error("There is no built-in dataset \"" + parsed.name + "\". Did you mean builtin:" +
              nearestName(parsed.name, names) + "? There are " + all + ".");
}

}  // namespace latlas::data
