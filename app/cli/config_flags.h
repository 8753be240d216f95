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
  std::filesystem::path file;              // --config
  std::vector<std::string> settings;       // --set, "key=value"
  std::map<std::string, std::string> keys;  // --KEY; present only when given
};

// "held_out" has the flag --held-out.
void addConfigFlags(CLI::App& command, ConfigFlags& flags);

// `base`, then the file, then --set, then the flags; the architecture first, because it selects
// defaults. Throws UsageError for an unknown key or a value that it does not take.
model::Config applied(const ConfigFlags& flags, const model::Config& base = {});

// validate(), as a wrong call.
void requireValid(const model::Config& config, const data::Shape& shape);

}  // namespace latlas::cli
