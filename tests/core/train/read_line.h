// A copied command line, read as `latlas train` reads it.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/train/changes.h"

namespace latlas::train {

struct ReadLine {
  model::Config config;
  std::vector<Change> changes;
};

// Flags become keys, model and objective first. No value may have a space.
inline ReadLine readLine(const std::string& line) {
  std::istringstream words(line.substr(line.find(" --out RUN") + 10));
  ReadLine read;
  std::vector<std::pair<std::string, std::string>> settings;
  for (std::string flag, value; words >> flag;) {
    const auto equals = flag.find('=');
    if (equals != std::string::npos) {
      value = flag.substr(equals + 1);
      flag.resize(equals);
    } else {
      words >> value;
    }
    flag.erase(0, 2);
    std::replace(flag.begin(), flag.end(), '-', '_');
    if (flag == "change")
      read.changes.push_back(parseChange(value));
    else
      settings.emplace_back(flag, value);
  }
  for (const char* first : {"model", "objective"})
    for (const auto& [key, value] : settings)
      if (key == first) model::setKey(read.config, key, value);
  for (const auto& [key, value] : settings) model::setKey(read.config, key, value);
  return read;
}

}  // namespace latlas::train
