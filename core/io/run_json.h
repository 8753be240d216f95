// run.json: the page of a RUN folder that says what the other files are.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/run_folder.h"

namespace latlas::io {

// Without the tensors, the history, the events and the extras' texts, which have files of their
// own. `historyLines`: how many lines of history.csv below its header count.
std::string encodeRunJson(const Run& run, std::size_t historyLines);

// What encodeRunJson wrote. `name` stands in messages. Throws Error (key, expected, found), also
// for a configuration that cannot be built.
struct RunPage {
  Run run;
  std::size_t historyLines = 0;     // all of them in a run that does not say
  std::vector<std::string> extras;  // their names
};
RunPage decodeRunJson(std::string_view text, const std::filesystem::path& name);

}  // namespace latlas::io
