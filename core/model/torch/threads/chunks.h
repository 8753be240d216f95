// Work over long arrays in fixed chunks on Torch's threads. What is summed is summed in the order
// of the chunks, so results do not depend on the number of threads.
#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace latlas::model {

inline constexpr std::int64_t kChunkSize = 32768;  // floats a task, 128 KiB: a few us

// Calls work(begin, end) for fixed chunks of [0, count).
template <class Work>
void forChunks(std::int64_t count, std::int64_t chunk, Work work) {
  const std::int64_t chunks = (count + chunk - 1) / chunk;
  at::parallel_for(0, chunks, 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) work(i * chunk, std::min(count, (i + 1) * chunk));
  });
}

// The sum of term(begin, end), of a type that begins as {} and has +=.
template <class Term>
auto sumChunks(std::int64_t count, std::int64_t chunk, Term term) {
  std::vector<decltype(term(count, count))> terms(
      static_cast<std::size_t>((count + chunk - 1) / chunk));
  forChunks(count, chunk, [&](std::int64_t begin, std::int64_t end) {
    terms[static_cast<std::size_t>(begin / chunk)] = term(begin, end);
  });
  decltype(term(count, count)) total{};
  for (const auto& value : terms) total += value;
  return total;
}

}  // namespace latlas::model
