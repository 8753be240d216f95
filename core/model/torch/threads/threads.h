// How many threads the numerical libraries use.
#pragma once

namespace latlas::model {

struct LibraryThreads {
  int torch = 1;  // of parallel loops
  int blas = 1;   // of one matrix product; 1 where the loops' threads compute products of their own
};

enum class ThreadUse { learning, reading };

// Sets them for a model that runs on the calling thread. Some of the libraries' threads belong to
// the whole process, so a reader leaves those of a learner alone.
void useThreads(LibraryThreads threads, ThreadUse use);

// Whether matrix products have threads apart from Torch's, as those of OpenBLAS built on pthreads;
// else what is set for Torch last holds for both.
bool productsHaveThreadsOfTheirOwn();

// From now on the calling thread takes denormal numbers, below 1e-38, for 0; so do the threads that
// it starts. To be called before it has any.
void flushDenormals();

// OpenMP's threads spin while they wait unless the environment said otherwise before the library
// was loaded. Beside a window or another program, spinning threads make two several times slower
// than one.
bool threadsSleepWhenTheyWait();

}  // namespace latlas::model
