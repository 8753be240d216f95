// One HTTP transfer into a PartFile: everything, or the rest of what is there.
// Threading: blocks its thread; looks at the Meter (so at a cancel) at least 20 times a second.
#pragma once

#include <cstdint>
#include <string>

#include "core/fetch/fetch_options.h"
#include "core/fetch/meter.h"
#include "core/fetch/part_file.h"

namespace latlas::fetch {

struct TransferRequest {
  std::string url;            // http or https; redirects to anything else are refused
  std::int64_t bytes = 0;     // of the whole file
  bool bytesAreExact = true;  // else up to twice as many are taken
};

enum class TransferEnd {
  complete,
  broken,   // may go better another time
  refused,  // this address does not have the file
};

struct TransferResult {
  TransferEnd end = TransferEnd::complete;
  std::string why;            // not complete: "the server answered 404"
  std::int64_t received = 0;  // bytes that came over the network
  bool resumed = false;       // the server sent only the rest
};

// Throws Error when the file cannot be written, and Cancelled.
TransferResult transfer(const TransferRequest& request, const FetchOptions& options, PartFile& part,
                        Meter& meter);

}  // namespace latlas::fetch
