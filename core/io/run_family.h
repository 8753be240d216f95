// How a run is called, and the runs that it was compared with when it was saved, as fields of
// run.json: a run that was forked finds its relatives again.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace latlas::io {

// A run beside another; its folder may be gone by now.
struct Relative {
  std::filesystem::path folder;
  std::string name;
  int colour = 0;

  bool operator==(const Relative&) const = default;
};

struct RunFamily {
  std::string name;  // of the run itself; empty: it has none
  int colour = 0;    // a number for a palette
  std::vector<Relative> relatives;

  bool operator==(const RunFamily&) const = default;
};

// Adds "name", "colour" and "compared_with"; nothing for a run without a name.
void addFamily(nlohmann::ordered_json& json, const RunFamily& family);

// What addFamily wrote. Throws Error (key, expected, found).
RunFamily readFamily(const nlohmann::json& json, const std::filesystem::path& file);

}  // namespace latlas::io
