// Shares of a batch's rows, each worked on by a thread of its own.
#pragma once

#include <cstdint>
#include <functional>

namespace latlas::model {

// Calls work(share, first row, rows) for each of `shares` parts of `count` rows, at the same time
// on Torch's threads as far as there are, in inference mode. What work() calls computes on its
// thread alone. Throws what work() throws.
void shareRows(
    std::int64_t count, std::int64_t shares,
    const std::function<void(std::int64_t share, std::int64_t begin, std::int64_t size)>& work);

}  // namespace latlas::model
