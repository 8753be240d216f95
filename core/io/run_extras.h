// Further texts that belong to a run, such as its notes: each is a file of its own in the RUN
// folder, and run.json says which ones there are.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/io/file_set.h"

namespace latlas {
class JsonFields;
}

namespace latlas::io {

// Bytes. Far more than anybody writes about a run, and little enough to be written anew at each
// save and to be held in memory beside the weights.
constexpr std::uint64_t kLargestExtra = std::uint64_t{16} << 20;

// File name -> text.
using Extras = std::map<std::string, std::string>;

// Makes "extras" their names; without any there is no such key.
void addExtras(nlohmann::ordered_json& json, const Extras& extras);

// The names that addExtras wrote. Throws Error (key, expected, found, what to do), also for a name
// that would lead out of the folder or to one of the run's own files.
std::vector<std::string> readExtraNames(const JsonFields& fields,
                                        const std::filesystem::path& file);

// The extras as files of `folder`. Throws Error for such a name, and for a text above
// kLargestExtra.
std::vector<NamedFile> extraFiles(const Extras& extras, const std::filesystem::path& folder);

// Reads those of `names` that are in `folder`, and returns the names of the others: missing, not
// readable or too large.
std::vector<std::string> readExtras(const std::filesystem::path& folder,
                                    const std::vector<std::string>& names, Extras& extras);

}  // namespace latlas::io
