// The configuration on the command line: a flag for each key, --set key=value, --config FILE.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/model/config.h"

namespace latlas::cli {

struct ConfigFlags {
  std::string preset;                       // --preset; empty: none
  std::filesystem::path file;               // --config
  std::vector<std::string> settings;        // --set, "key=value"
  std::map<std::string, std::string> keys;  // --KEY; present only when given
};

// "held_out" has the flag --held-out.
void addConfigFlags(CLI::App& command, ConfigFlags& flags);

// --preset NAME, whose help lists the names (model/presets.h).
void addPresetFlag(CLI::App& command, std::string& preset);

// `base` with the preset applied. Throws UsageError that names the nearest for an unknown one.
model::Config withPreset(const std::string& preset, const model::Config& base);

// `base`, then the preset, the file, --set, and the flags; of the last two model and objective
// first, because they select defaults. Throws UsageError for an unknown key or a value that it does not take.
model::Config applied(const ConfigFlags& flags, const model::Config& base = {});

// validate(), as a wrong call.
void requireValid(const model::Config& config, const data::Shape& shape);

}  // namespace latlas::cli
