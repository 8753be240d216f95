// A run's configuration as a command that repeats it.
#pragma once

#include <string>
#include <string_view>

#include "core/data/open_options.h"
#include "core/model/config.h"
#include "core/train/snapshot.h"

namespace latlas::train {

// "latlas train '/data/my digits' --out RUN --model conv --latent 10": the keys that have an effect
// and are not at their defaults, each as its flag, behind the ways of opening the data that are not
// the usual ones. Quoted for a POSIX shell where that is needed.
std::string commandLineOf(const model::Config& config, std::string_view datasetSource,
                          std::string_view out, const data::OpenOptions& opening = {});

// The same for a run so far: its configuration at the beginning, each event as a --change, and the
// number of threads, which for the window and for the command may be chosen differently. It trains
// to the end of the epoch that the run has come to where that has no end of its own.
std::string commandLineOf(const Snapshot& run, std::string_view datasetSource, std::string_view out,
                          const data::OpenOptions& opening = {});

// The text as one word of a POSIX shell.
std::string shellQuoted(std::string_view text);

}  // namespace latlas::train
