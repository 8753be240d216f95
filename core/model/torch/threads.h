// How many threads the numerical libraries use.
#pragma once

#include <string>

#include "core/model/model.h"

namespace latlas::model {

struct ThreadChoice {
  int count = 1;
  std::string why;  // "2 threads, as asked"
};
ThreadChoice chooseThreads(const ModelRequest& request);

// Sets them for a model that runs on the calling thread. Some of the libraries' threads belong to
// the whole process, so a model that only infers leaves those of a learning one alone.
void useThreads(int count, Purpose purpose);

}  // namespace latlas::model
