// How a run is called, and the runs that it was compared with when it was saved, as fields of
// run.json: a run that was forked finds its relatives again.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "core/io/run_label.h"

namespace latlas::io {

// The label is of the run itself; without a name it has none.
struct RunFamily : RunLabel {
  std::vector<KeptLabel> relatives;

  bool operator==(const RunFamily&) const = default;
};

// Adds "name", "colour" and "compared_with"; nothing for a run without a name.
void addFamily(nlohmann::ordered_json& json, const RunFamily& family);

// What addFamily wrote. Throws Error (key, expected, found).
RunFamily readFamily(const nlohmann::json& json, const std::filesystem::path& file);

}  // namespace latlas::io
