// Damaged files, the same for every format: cut short at many places, and with single bits turned.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/data/open.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {

struct GoodFile {
  std::string name;  // within its folder: "digits.npy", "cats/1.png"
  Bytes bytes;
  std::string fuzzer;  // the target whose seed it is: "fuzz_npy"; empty: none
};

// Writes `file` cut at 200 offsets spread over its length, and with a bit turned in each of its
// first 200 bytes, and opens what `open` opens (by default the file itself). Each must open with
// the shape of the good file (or of fewer samples, where `mayLoseSamples`) or throw an Error that
// names the file and says more than that; none may take more memory than four times the file and
// some fixed buffers.
struct DamageCheck {
  bool mayLoseSamples = false;  // a damaged image of many is skipped
  std::function<DatasetPtr(const std::filesystem::path& folder)> open;
};
void checkDamagedFiles(const GoodFile& file, const DamageCheck& check = {});

// With the environment's LATLAS_SEEDS naming a folder, keeps `bytes` there as a seed of `fuzzer`,
// and checkDamagedFiles() does nothing else. Tests that keep seeds have "Damaged" or "Seed" in
// their names.
void keepAsSeed(const std::string& fuzzer, const std::string& name, const Bytes& bytes);

}  // namespace latlas::data::test
