#include "core/model/torch/threads/shares.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <omp.h>

#include "core/model/torch/threads/threads.h"

namespace latlas::model {

void shareRows(std::int64_t count, std::int64_t shares,
               const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& work) {
  if (shares <= 1) return work(0, 0, count);
  at::parallel_for(0, shares, 1, [&](std::int64_t first, std::int64_t last) {
    const c10::InferenceMode guard;  // modes of the thread
    flushDenormals();
    // oneDNN counts on the threads that OpenMP names, which a region within this one does not get,
    // and its convolutions wait for them for ever. The setting ends with this region. Torch sets a
    // thread up at its first parallel operation; asking first has that happen before.
    at::get_num_threads();
    if (omp_in_parallel()) omp_set_num_threads(1);
    for (std::int64_t i = first; i < last; ++i) {
      const std::int64_t begin = count * i / shares, end = count * (i + 1) / shares;
      work(i, begin, end - begin);
    }
  });
}

}  // namespace latlas::model
